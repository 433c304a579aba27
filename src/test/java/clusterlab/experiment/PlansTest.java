package clusterlab.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import clusterlab.distribution.TesterTomcats;
import clusterlab.distribution.TomcatFinder;
import clusterlab.experiment.history.Operation.Kind;
import clusterlab.experiment.workload.PlannedRequest;
import clusterlab.experiment.workload.WorkloadPlan;
import clusterlab.experiment.workload.WorkloadPlan.Mode;
import clusterlab.spec.ChannelSpec;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.HostSpec;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.NodeLifecycle;
import clusterlab.spec.NodeRuntime;
import clusterlab.spec.NodeRuntime.TomcatHome;
import clusterlab.spec.Preset;
import clusterlab.spec.SpecException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Workload plans, the catalogue and the matrix. */
class PlansTest {
    @TempDir
    Path folder;

    private static List<PlannedRequest> all(WorkloadPlan plan, int client) {
        List<PlannedRequest> requests = new ArrayList<>();
        plan.of(client).forEachRemaining(requests::add);
        return requests;
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void sameSeedSameOrderOtherSeedAnother(Mode mode) {
        WorkloadPlan plan = new WorkloadPlan(42, 4, 200, 100, 20, mode, 3);
        WorkloadPlan again = new WorkloadPlan(42, 4, 200, 100, 20, mode, 3);
        WorkloadPlan other = new WorkloadPlan(43, 4, 200, 100, 20, mode, 3);
        for (int client = 0; client < 4; client++) {
            assertThat(all(plan, client))
                    .hasSize(200)
                    .isEqualTo(all(again, client))
                    .isNotEqualTo(all(other, client));
        }
    }

    @ParameterizedTest
    @EnumSource(Mode.class)
    void requestsAreUniqueAndSessionsAreOneClientsAndBeginWithCreate(Mode mode) {
        WorkloadPlan plan = new WorkloadPlan(1, 3, 150, 0, 30, mode, 2);
        Set<Long> requests = new HashSet<>();
        Set<Integer> sessions = new HashSet<>();
        for (int client = 0; client < 3; client++) {
            for (PlannedRequest request : all(plan, client)) {
                assertThat(requests.add(request.request())).isTrue();
                assertThat(request.session() % 3).isEqualTo(client);
                assertThat(request.due()).isEqualTo(PlannedRequest.AT_ONCE);
                assertThat(sessions.add(request.session())).isEqualTo(request.kind() == Kind.CREATE);
            }
        }
    }

    @Test
    void pacedRequestsAreDueAtTheRateAsked() {
        WorkloadPlan plan = new WorkloadPlan(7, 10, 0, 500, 0, Mode.SEQUENTIAL, 2);
        Iterator<PlannedRequest> requests = plan.of(3);
        long first = requests.next().due();
        assertThat(first).isBetween(0L, 20_000_000L);
        assertThat(requests.next().due() - first).isEqualTo(20_000_000L);
    }

    @Test
    void parallelRequestsShareAStep() {
        List<PlannedRequest> requests = all(new WorkloadPlan(7, 1, 9, 0, 0, Mode.PARALLEL, 4), 0);
        assertThat(requests).extracting(PlannedRequest::step).containsExactly(0L, 1L, 1L, 1L, 1L, 2L, 2L, 2L, 2L);
    }

    @Test
    void everyOldIdIsReplayedAfterItsChange() {
        List<PlannedRequest> requests = all(new WorkloadPlan(7, 1, 300, 0, 0, Mode.ID_CHANGE, 2), 0);
        for (int i = 1; i < requests.size(); i++) {
            if (requests.get(i - 1).kind() == Kind.CHANGE_ID) {
                assertThat(requests.subList(i, Math.min(requests.size(), i + 2)))
                        .as("on the node that changed it, and on another one")
                        .allMatch(r -> r.kind() == Kind.REPLAY_OLD_ID)
                        .extracting(PlannedRequest::target)
                        .startsWith(PlannedRequest.Target.FRONT);
            }
        }
    }

    @Test
    void planRefusesNonsense() {
        assertThatThrownBy(() -> WorkloadPlan.of(1, 0, Mode.SEQUENTIAL)).hasMessageContaining("1 client");
    }

    @Test
    void catalogueHasAllAndFitsTheTerminal() {
        assertThat(Experiments.ALL)
                .extracting(Experiment::name)
                .containsExactly(
                        "failover",
                        "rolling-restart",
                        "rolling-upgrade",
                        "scale",
                        "redeploy",
                        "first-request",
                        "stale-read",
                        "lost-update",
                        "partition",
                        "rejoin",
                        "freeze",
                        "double-failure",
                        "id-change",
                        "response-before-replication");
        assertThat(Experiments.ALL.stream().filter(Experiment::needsControl))
                .extracting(Experiment::name)
                .containsExactlyInAnyOrder(
                        "failover",
                        "double-failure",
                        "rolling-restart",
                        "rolling-upgrade",
                        "scale",
                        "partition",
                        "rejoin",
                        "freeze");
        assertThat(Experiments.list().lines()).allMatch(l -> l.length() <= 80);
    }

    @Test
    void matrixIsEveryCombinationInOrder() throws SpecException {
        Matrix matrix = Matrix.parse(List.of("manager=delta,backup", "send-options=async,ack,sync", "sticky=on,off"));
        assertThat(matrix.combinations()).hasSize(12);
        assertThat(matrix.combinations().get(0).label().text()).isEqualTo("delta async sticky");
        Variant last = matrix.combinations().get(11);
        assertThat(last.label().text()).isEqualTo("backup sync not sticky");
        ClusterSpec spec =
                last.change().apply(ClusterSpec.builder(Preset.TUTORIAL)).build();
        assertThat(spec.manager().kind()).isEqualTo(ManagerSpec.Kind.BACKUP);
        assertThat(spec.channel().sendOptions()).isEqualTo(ChannelSpec.SYNC);
        assertThat(spec.balancer().sticky()).isFalse();
    }

    @Test
    void matrixComparesTheLabsLifecycleWithTheStockOne() throws SpecException {
        List<Variant> columns = Matrix.parse(List.of("lifecycle=lab,stock")).combinations();
        assertThat(columns).extracting(variant -> variant.label().text()).containsExactly("lab", "stock");
        assertThat(columns)
                .extracting(variant -> variant.change()
                        .apply(ClusterSpec.builder(Preset.LAB))
                        .build()
                        .lifecycle())
                .containsExactly(NodeLifecycle.LAB, NodeLifecycle.STOCK);
    }

    @Test
    void matrixComparesHosts() throws SpecException {
        List<Variant> columns = Matrix.parse(List.of("host=jvm,process,stock")).combinations();
        assertThat(columns)
                .extracting(variant -> variant.label().text())
                .containsExactly("host jvm", "host process", "host stock");
        TomcatHome nine = new TomcatHome("9.0.117", Path.of("/nine"));
        assertThat(columns)
                .extracting(variant -> variant.change()
                        .apply(ClusterSpec.builder(Preset.LAB).tomcat(nine))
                        .build()
                        .host())
                .containsExactly(
                        HostSpec.JVM,
                        new HostSpec(HostSpec.Kind.PROCESS, NodeRuntime.OWN, Map.of()),
                        HostSpec.JVM.withTomcat(nine));
    }

    @Test
    void matrixComparesTomcats() throws Exception {
        Path nine = TesterTomcats.inMaven(folder, "9.0.117");
        Path eleven = TesterTomcats.home(folder.resolve("my-own"), "11.0.24");
        List<Variant> columns = Matrix.parse(List.of("tomcat=9.0.117," + eleven), TomcatFinder.in(folder, folder))
                .combinations();
        assertThat(columns)
                .extracting(variant -> variant.label().text())
                .containsExactly("Tomcat 9.0.117", "Tomcat 11.0.24 " + eleven);
        assertThat(columns)
                .extracting(variant -> variant.change()
                        .apply(ClusterSpec.builder(Preset.LAB))
                        .build()
                        .host())
                .containsExactly(
                        HostSpec.JVM.withTomcat(new TomcatHome("9.0.117", nine)),
                        HostSpec.JVM.withTomcat(new TomcatHome("11.0.24", eleven)));
    }

    @Test
    void matrixRefusesTomcatsThatAreNotThere() throws Exception {
        TesterTomcats.inMaven(folder, "9.0.117");
        SpecException errors = catchThrowableOfType(
                SpecException.class,
                () -> Matrix.parse(
                        List.of("tomcat=9.0.117,9.0.5,12.0.0,9.0.117", "host=jvm,vm"),
                        TomcatFinder.in(folder, folder)));
        assertThat(errors.problems())
                .extracting(SpecException.Problem::message)
                .satisfiesExactlyInAnyOrder(
                        m -> assertThat(m).startsWith("--matrix tomcat 9.0.5: ").contains("fetch tomcat 9.0.5"),
                        m -> assertThat(m).contains("12.0.0", "9.0, 10.1 or 11.0"),
                        m -> assertThat(m).contains("9.0.117 appears twice"),
                        m -> assertThat(m).contains("\"vm\"", "jvm, process or stock"),
                        m -> assertThat(m).contains("host=… has nothing to choose"));
    }

    @Test
    void matrixNamesAllItsErrorsAtOnce() {
        SpecException errors = catchThrowableOfType(
                SpecException.class,
                () -> Matrix.parse(List.of("manger=delta", "sticky=yes,on,on", "nodes=99", "send-options=70000", "x")));
        assertThat(errors.problems()).hasSize(6);
        assertThat(errors.getMessage())
                .contains("manger=delta", "\"yes\"", "appears twice", "\"99\"", "\"70000\"", "x:");
        assertThatThrownBy(() -> Matrix.parse(List.of())).hasMessageContaining("name what to vary");
    }
}
