package clusterlab.experiment;

import clusterlab.experiment.workload.CountingPage;
import clusterlab.spec.ClusterSpec;
import java.util.function.UnaryOperator;

/**
 * One of the configurations that an experiment or a matrix compares.
 *
 * @param label what tells it from the others
 * @param change overrides what this variant chooses, and leaves the rest
 * @param page the page that counts
 */
public record Variant(Label label, UnaryOperator<ClusterSpec.Builder> change, CountingPage page) {
    /** The only one: changes nothing. */
    public static final Variant PLAIN = of(Label.EMPTY, spec -> spec);

    /** A change of the cluster; the session counter counts. */
    public static Variant of(Label label, UnaryOperator<ClusterSpec.Builder> change) {
        return new Variant(label, change, CountingPage.COUNTER);
    }

    /** Another page that counts, on the same cluster. */
    public static Variant of(String text, CountingPage page) {
        return new Variant(Label.of("page", text), spec -> spec, page);
    }

    /** Label and change of both, this one's first; the page is the other's. */
    public Variant and(Variant other) {
        return new Variant(label.and(other.label), spec -> other.change.apply(change.apply(spec)), other.page);
    }
}
