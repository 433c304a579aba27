package clusterlab.run;

import clusterlab.app.journey.Journey;
import clusterlab.app.journey.Logins;
import clusterlab.spec.ClusterSpec;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What is to be verified.
 *
 * @param app name of the application for the report
 * @param spec the cluster with the application; 2 nodes or more, with a front
 * @param journey to be walked; empty to make one of the start page's links and forms
 * @param clients that walk at once, 1 to 200; empty for as many as let one kill hit the owner after each step
 * @param logins what each client enters
 * @param faults to be tried, 1 or more
 * @param ignored globs ({@code *} and {@code ?}) of attributes whose alarms don't decide; may be empty
 * @param doctor sentences that the examination without a boot found; may be empty
 */
public record VerifyOrder(
        String app,
        ClusterSpec spec,
        Optional<Journey> journey,
        Optional<Integer> clients,
        Logins logins,
        List<Fault> faults,
        List<String> ignored,
        List<String> doctor) {
    /** The most clients that walk at once. */
    public static final int MOST_CLIENTS = 200;

    /** Copies the lists. */
    public VerifyOrder {
        faults = List.copyOf(faults);
        ignored = List.copyOf(ignored);
        doctor = List.copyOf(doctor);
    }

    /** Whether all of these attributes are ignored; false for none. */
    boolean ignores(List<String> attributes) {
        return !attributes.isEmpty()
                && attributes.stream().allMatch(name -> ignored.stream().anyMatch(glob -> matches(glob, name)));
    }

    private static boolean matches(String glob, String name) {
        StringBuilder pattern = new StringBuilder();
        glob.chars()
                .forEach(c ->
                        pattern.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString((char) c))));
        return Pattern.compile(pattern.toString(), Pattern.DOTALL).matcher(name).matches();
    }

    /** What happens to the owner of a session. */
    public enum Fault {
        /** It crashes. */
        KILL,
        /** It stops gracefully. */
        STOP,
        /** Nothing, but the front sends the session's requests to all nodes in turn. */
        MOVE;

        /** As options and reports have it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** As a sentence has it. */
        String of(String node) {
            return "the " + word() + (takesANode() ? " of " : " from ") + node;
        }

        /** Whether a node is away meanwhile. */
        boolean takesANode() {
            return this != MOVE;
        }
    }
}
