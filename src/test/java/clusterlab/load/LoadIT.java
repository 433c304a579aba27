package clusterlab.load;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.Lab;
import clusterlab.cluster.BootListener;
import clusterlab.event.Event;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Preset;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Load on three real nodes without a front. */
@Timeout(90)
class LoadIT {
    private static final PortPolicy PORTS = PortPolicy.probing();
    private static Lab lab;
    private static LoadGenerator load;

    @BeforeAll
    static void boot() throws Exception {
        ClusterSpec spec = ClusterSpec.builder(Preset.LAB).anyPorts().build();
        lab = new Lab(Planner.plan(spec, PORTS).topology(), PORTS, BootListener.NONE);
        lab.boot();
        List<URI> nodes = lab.topology().nodes().stream()
                .map(node -> URI.create(node.httpUrl()))
                .toList();
        load = new LoadGenerator(() -> nodes, lab.events());
    }

    @AfterAll
    static void end() {
        load.close();
        lab.close();
        PORTS.close();
    }

    @Test
    void flatOutEveryAnswerIsTheNextCounter() throws Exception {
        load.start(4, OptionalDouble.empty());
        await(now -> now.requests() > 500 && now.requestsPerSecond() > 0);
        assertThat(load.snapshot().running()).isTrue();
        assertThat(load.snapshot().p99Millis())
                .isGreaterThanOrEqualTo(load.snapshot().p50Millis() * 0.5)
                .isPositive();
        stop();
        LoadView end = load.snapshot();
        assertThat(end.failures()).isZero();
        assertThat(end.lostIncrements()).isZero();
    }

    @Test
    void aFixedRateIsKept() throws Exception {
        load.start(8, OptionalDouble.of(100));
        await(now -> now.requests() >= 300);
        LoadView during = load.snapshot();
        stop();
        assertThat(during.ratePerSecond()).isEqualTo(100);
        assertThat(during.requestsPerSecond()).isBetween(70.0, 130.0);
        assertThat(during.failures()).isZero();
        assertThat(during.lostIncrements()).isZero();
    }

    @Test
    void aKilledNodeShowsFailuresButLosesNoIncrement() throws Exception {
        load.start(6, OptionalDouble.empty());
        try {
            await(now -> now.requests() > 300);
            lab.cluster().kill("node2");
            await(now -> now.failures() > 0);
            long then = load.snapshot().requests();
            await(now -> now.requests() > then + 300);
            lab.cluster().start("node2");
        } finally {
            stop();
        }
        assertThat(load.snapshot().failures()).isPositive();
        assertThat(load.snapshot().lostIncrements()).isZero();
    }

    @Test
    void beginAndEndAreEventsAndNoThreadIsLeft() throws Exception {
        long before = lab.events().sequence();
        load.start(3, OptionalDouble.of(10));
        stop();
        assertThat(lab.events().after(before, 10_000).stream()
                        .map(stamped -> stamped.event())
                        .filter(Event.LoadChanged.class::isInstance))
                .containsExactly(new Event.LoadChanged(true, 3), new Event.LoadChanged(false, 3));
    }

    /** Stops within a second and looks for threads. */
    private static void stop() {
        long before = System.nanoTime();
        load.stop();
        assertThat(System.nanoTime() - before).isLessThan(1_500_000_000L);
        assertThat(load.snapshot().running()).isFalse();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("load-"));
    }

    private static void await(Predicate<LoadView> condition) {
        eventually("the load").atMost(Duration.ofSeconds(30)).until(load::snapshot, condition::test);
    }
}
