package clusterlab.experiment;

import clusterlab.spec.ClusterSpec;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.NodeLifecycle;
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
            new Dimension<>(Words.MANAGER, Words.MANAGER::word, ClusterSpec.Builder::manager);
    /** {@code channelSendOptions}. */
    public static final Dimension<Integer> SEND_OPTIONS =
            new Dimension<>(Words.SEND_OPTIONS, Words.SEND_OPTIONS::word, ClusterSpec.Builder::sendOptions);
    /** Whether the front keeps a session on its node. */
    public static final Dimension<Boolean> STICKY =
            new Dimension<>(Words.STICKY, Words.STICKINESS::word, ClusterSpec.Builder::sticky);
    /** How many nodes, 2 to 64. */
    public static final Dimension<Integer> NODES =
            new Dimension<>(Words.NODES, n -> n + " nodes", ClusterSpec.Builder::nodes);

    /** How nodes join and leave the running cluster. */
    public static final Dimension<NodeLifecycle> LIFECYCLE =
            new Dimension<>(Words.LIFECYCLE, Words.LIFECYCLE::word, ClusterSpec.Builder::lifecycle);

    /** All of them, in the order of the help. */
    public static final List<Dimension<?>> ALL = List.of(MANAGER, SEND_OPTIONS, STICKY, NODES, LIFECYCLE);

    private final Words<T> words;
    private final Function<T, String> text;
    private final BiFunction<ClusterSpec.Builder, T, ClusterSpec.Builder> change;

    private Dimension(
            Words<T> words, Function<T, String> text, BiFunction<ClusterSpec.Builder, T, ClusterSpec.Builder> change) {
        this.words = words;
        this.text = text;
        this.change = change;
    }

    /** The dimension of this name. */
    public static Optional<Dimension<?>> named(String name) {
        return ALL.stream().filter(d -> d.name().equals(name)).findFirst();
    }

    /** The setting's name, such as {@code send-options}. */
    public String name() {
        return words.name();
    }

    /** What may be chosen, as the end of a message. */
    public String advice() {
        return words.advice();
    }

    /** The variant that chooses this value. */
    public Variant variant(T value) {
        return Variant.of(Label.of(name(), text.apply(value)), spec -> change.apply(spec, value));
    }

    /** The variant that chooses what this word means; empty if the word is unknown. */
    Optional<Variant> read(String word) {
        return words.value(word).map(this::variant);
    }
}
