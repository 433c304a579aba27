package clusterlab.experiment;

import clusterlab.distribution.TomcatFinder;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.HostSpec;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.NodeLifecycle;
import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.SpecException;
import clusterlab.spec.Words;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A setting of the cluster in which runs of one report differ.
 *
 * @param <T> what is chosen
 */
public final class Dimension<T> {
    /** The session manager. */
    public static final Dimension<ManagerSpec.Kind> MANAGER =
            of(Words.MANAGER, Words.MANAGER::word, ClusterSpec.Builder::manager);
    /** {@code channelSendOptions}. */
    public static final Dimension<Integer> SEND_OPTIONS =
            of(Words.SEND_OPTIONS, Words.SEND_OPTIONS::word, ClusterSpec.Builder::sendOptions);
    /** Whether the front keeps a session on its node. */
    public static final Dimension<Boolean> STICKY =
            of(Words.STICKY, Words.STICKINESS::word, ClusterSpec.Builder::sticky);
    /** How many nodes, 2 to 64. */
    public static final Dimension<Integer> NODES = of(Words.NODES, n -> n + " nodes", ClusterSpec.Builder::nodes);

    /** How nodes join and leave the running cluster. */
    public static final Dimension<NodeLifecycle> LIFECYCLE =
            of(Words.LIFECYCLE, Words.LIFECYCLE::word, ClusterSpec.Builder::lifecycle);

    /** {@code performReadTest} of the failure detector. */
    public static final Dimension<Boolean> READ_TEST =
            of(Words.READ_TEST, on -> on ? "read test" : "no read test", ClusterSpec.Builder::readTest);

    /** Where the nodes run; the stock ones on the Tomcats of the spec. */
    public static final Dimension<HostSpec.Kind> HOST =
            of(Words.HOST, kind -> "host " + Words.HOST.word(kind), ClusterSpec.Builder::hostKind);

    /** The Tomcat of all nodes, which are stock ones. */
    public static final Dimension<TomcatHome> TOMCAT = new Dimension<>(
            "tomcat",
            TomcatFinder.advice(),
            (word, tomcats) -> Optional.of(tomcats.find("--matrix tomcat", word)),
            Dimension::text,
            ClusterSpec.Builder::tomcat);

    /** All of them, in the order of the help. */
    public static final List<Dimension<?>> ALL =
            List.of(MANAGER, SEND_OPTIONS, STICKY, NODES, LIFECYCLE, READ_TEST, HOST, TOMCAT);

    private final String name;
    private final String advice;
    private final Reader<T> reader;
    private final Function<T, String> text;
    private final BiFunction<ClusterSpec.Builder, T, ClusterSpec.Builder> change;

    private Dimension(
            String name,
            String advice,
            Reader<T> reader,
            Function<T, String> text,
            BiFunction<ClusterSpec.Builder, T, ClusterSpec.Builder> change) {
        this.name = name;
        this.advice = advice;
        this.reader = reader;
        this.text = text;
        this.change = change;
    }

    private static <T> Dimension<T> of(
            Words<T> words, Function<T, String> text, BiFunction<ClusterSpec.Builder, T, ClusterSpec.Builder> change) {
        return new Dimension<>(words.name(), words.advice(), (word, tomcats) -> words.value(word), text, change);
    }

    /** Reads one value. */
    private interface Reader<T> {
        /**
         * What a word means; empty if it is unknown.
         *
         * @throws SpecException if what it names can't be used; the message says all
         */
        Optional<T> read(String word, TomcatFinder tomcats) throws SpecException;
    }

    /** The version, and where it is if it is no archive of that name: two Tomcats may have one version. */
    private static String text(TomcatHome tomcat) {
        String text = "Tomcat " + tomcat.version();
        return String.valueOf(tomcat.source().getFileName()).contains("tomcat-" + tomcat.version())
                ? text
                : text + " " + tomcat.source();
    }

    /** The dimension of this name. */
    public static Optional<Dimension<?>> named(String name) {
        return ALL.stream().filter(d -> d.name().equals(name)).findFirst();
    }

    /** The setting's name, such as {@code send-options}. */
    public String name() {
        return name;
    }

    /** What may be chosen, as the end of a message. */
    public String advice() {
        return advice;
    }

    /** The variant that chooses this value. */
    public Variant variant(T value) {
        return Variant.of(Label.of(name(), text.apply(value)), spec -> change.apply(spec, value));
    }

    /**
     * The variant that chooses what this word means; empty if the word is unknown.
     *
     * @param tomcats finds the Tomcat that it may mean
     * @throws SpecException if what it names can't be used; the message says all
     */
    Optional<Variant> read(String word, TomcatFinder tomcats) throws SpecException {
        return reader.read(word, tomcats).map(this::variant);
    }
}
