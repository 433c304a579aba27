package clusterlab.experiment;

import clusterlab.experiment.workload.CountingPage;
import clusterlab.experiment.workload.Release;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.NodeLifecycle;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One of the configurations that an experiment or a matrix compares.
 *
 * @param label what tells it from the others
 * @param change overrides what this variant chooses, and leaves the rest
 * @param page the page that counts
 * @param release the new version of the application that comes under load, or empty for none
 */
public record Variant(
        Label label, UnaryOperator<ClusterSpec.Builder> change, CountingPage page, Optional<Release> release) {
    /** The only one: changes nothing. */
    public static final Variant PLAIN = of(Label.EMPTY, spec -> spec);

    /** A change of the cluster; the session counter counts. */
    public static Variant of(Label label, UnaryOperator<ClusterSpec.Builder> change) {
        return new Variant(label, change, CountingPage.COUNTER, Optional.empty());
    }

    /** Another page that counts, on the same cluster. */
    public static Variant of(String text, CountingPage page) {
        return new Variant(Label.of("page", text), spec -> spec, page, Optional.empty());
    }

    /** A new version of the application, on a cluster with a FarmWarDeployer. */
    public static Variant of(Release release) {
        return new Variant(
                Label.of("way", release.way().word()).and(Label.of("class", release.classWord())),
                spec -> release.startsWithoutSessions()
                        ? spec.deployer(true).lifecycle(NodeLifecycle.STOCK)
                        : spec.deployer(true),
                CountingPage.COUNTER,
                Optional.of(release));
    }

    /** Label and change of both, this one's first; page and release are the other's. */
    public Variant and(Variant other) {
        return new Variant(
                label.and(other.label), spec -> other.change.apply(change.apply(spec)), other.page, other.release);
    }
}
