package clusterlab.spec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The words of one setting and what each means: the one place where options, matrix, prompt, API and reports decode and
 * encode them. Case does not matter when a word is read.
 *
 * @param <T> what the words mean; values are told apart by {@code equals}
 */
public class Words<T> {
    /** {@code --preset}. */
    public static final Words<Preset> PRESET = new Words<Preset>("preset")
            .with("lab", Preset.LAB)
            .with("tutorial", Preset.TUTORIAL)
            .with("minimal", Preset.MINIMAL);
    /** {@code --manager}. */
    public static final Words<ManagerSpec.Kind> MANAGER = new Words<ManagerSpec.Kind>("manager")
            .with("delta", ManagerSpec.Kind.DELTA)
            .with("backup", ManagerSpec.Kind.BACKUP);
    /** {@code --send-options}: {@code channelSendOptions}, by word or by number. */
    public static final Words<Integer> SEND_OPTIONS = new WordsOrNumber("send-options", 0, 0xffff)
            .with("sync", ChannelSpec.SYNC)
            .with("async", ChannelSpec.ASYNC)
            .with("ack", ChannelSpec.ACK);
    /** {@code --membership}. */
    public static final Words<MembershipSpec.Kind> MEMBERSHIP = new Words<MembershipSpec.Kind>("membership")
            .with("static", MembershipSpec.Kind.STATIC)
            .with("multicast", MembershipSpec.Kind.MULTICAST)
            .with("kubernetes", MembershipSpec.Kind.KUBERNETES)
            .with("dns", MembershipSpec.Kind.DNS);
    /** {@code --misconfigure}. */
    public static final Words<Misconfiguration> MISCONFIGURE = misconfigurations();
    /** {@code --stock-lifecycle}, and the dimension of a matrix. */
    public static final Words<NodeLifecycle> LIFECYCLE =
            new Words<NodeLifecycle>("lifecycle").with("lab", NodeLifecycle.LAB).with("stock", NodeLifecycle.STOCK);
    /** Where the nodes run: a dimension of a matrix, and a line of plans and reports. */
    public static final Words<HostSpec.Kind> HOST = new Words<HostSpec.Kind>("host")
            .with("jvm", HostSpec.Kind.JVM)
            .with("process", HostSpec.Kind.PROCESS)
            .with("stock", HostSpec.Kind.STOCK);

    /** The word of a host that is no dimension of a matrix: the nodes run elsewhere. */
    public static String host(HostSpec.Kind kind) {
        return kind == HostSpec.Kind.REMOTE ? "remote" : HOST.word(kind);
    }

    /** {@code --front}. */
    public static final Words<BalancerSpec.Kind> FRONT = new Words<BalancerSpec.Kind>("front")
            .with("embedded", BalancerSpec.Kind.EMBEDDED)
            .with("httpd", BalancerSpec.Kind.HTTPD)
            .with("haproxy", BalancerSpec.Kind.HAPROXY)
            .with("nginx", BalancerSpec.Kind.NGINX)
            .with("none", BalancerSpec.Kind.NONE);
    /** {@code --connector}. */
    public static final Words<BalancerSpec.Connector> CONNECTOR = new Words<BalancerSpec.Connector>("connector")
            .with("mod_jk", BalancerSpec.Connector.MOD_JK)
            .with("mod_proxy", BalancerSpec.Connector.MOD_PROXY);
    /** Whether sessions are sticky, as it is typed. */
    public static final Words<Boolean> STICKY =
            new Words<Boolean>("sticky").with("on", true).with("off", false);
    /** Whether sessions are sticky, as reports print it. */
    public static final Words<Boolean> STICKINESS =
            new Words<Boolean>("sticky").with("sticky", true).with("not sticky", false);
    /** {@code performReadTest} of the failure detector, as it is typed. */
    public static final Words<Boolean> READ_TEST =
            new Words<Boolean>("read-test").with("on", true).with("off", false);
    /** How many nodes a comparison may have: one node replicates to no other. */
    public static final Words<Integer> NODES = new WordsOrNumber("nodes", 2, ClusterSpec.MAX_NODES);

    private final String name;
    private final Map<String, T> values = new LinkedHashMap<>();

    private Words(String name) {
        this.name = name;
    }

    private static Words<Misconfiguration> misconfigurations() {
        Words<Misconfiguration> words = new Words<>("misconfigure");
        for (Misconfiguration one : Misconfiguration.values()) {
            words.with(one.word(), one);
        }
        return words;
    }

    final Words<T> with(String word, T value) {
        values.put(word, value);
        return this;
    }

    /** The setting's name, such as {@code send-options}; its option has two dashes before it. */
    public String name() {
        return name;
    }

    /** All words, in the order of the help. */
    public List<String> all() {
        return List.copyOf(values.keySet());
    }

    /** What this word means; empty if it is unknown. */
    public Optional<T> value(String word) {
        return Optional.ofNullable(values.get(word.toLowerCase(Locale.ROOT)));
    }

    /**
     * The word for this value.
     *
     * @throws IllegalArgumentException if no word means it
     */
    public String word(T value) {
        return find(value).orElseThrow(() -> new IllegalArgumentException("no word of " + name + " means " + value));
    }

    private Optional<String> find(T value) {
        return values.entrySet().stream()
                .filter(entry -> entry.getValue().equals(value))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** The known words as the end of a message: {@code use delta or backup}. */
    public String advice() {
        return advice(all());
    }

    private static String advice(List<String> choices) {
        int last = choices.size() - 1;
        return "use " + (last == 0 ? "" : String.join(", ", choices.subList(0, last)) + " or ") + choices.get(last);
    }

    /** Words for some of the numbers in a range; the others are written as digits. */
    private static final class WordsOrNumber extends Words<Integer> {
        private final int least;
        private final int most;

        private WordsOrNumber(String name, int least, int most) {
            super(name);
            this.least = least;
            this.most = most;
        }

        @Override
        public Optional<Integer> value(String word) {
            return super.value(word).or(() -> number(word));
        }

        private Optional<Integer> number(String digits) {
            try {
                return Optional.of(Integer.parseInt(digits.strip())).filter(n -> n >= least && n <= most);
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }

        @Override
        public String word(Integer value) {
            return super.find(value).orElse(Integer.toString(value));
        }

        @Override
        public String advice() {
            List<String> choices = new ArrayList<>(all());
            choices.add("a number from " + least + " to " + most);
            return Words.advice(choices);
        }
    }
}
