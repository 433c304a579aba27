package clusterlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import clusterlab.agent.CopyRole;
import clusterlab.agent.DeployedView.State;
import clusterlab.cluster.ApplicationView;
import clusterlab.cluster.Farm;
import clusterlab.cluster.RefusedException;
import clusterlab.distribution.TomcatFinder;
import clusterlab.event.Event;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.HostSpec;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.NodeRuntime;
import clusterlab.spec.Preset;
import clusterlab.spec.SpecException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Applications that come over the FarmWarDeployer, on each kind of host. */
class FarmIT {
    private final HttpClient client = HttpClient.newHttpClient();

    @TempDir
    Path temp;

    /**
     * A kind of nodes. No cluster mixes 9.0 with later ones here: its UndeployMessage has the sender's MemberImpl in it, which
     * differs (InvalidClassException), while a FileMessage does not.
     */
    private record Kind(String name, HostSpec.Kind host, ManagerSpec.Kind manager, List<String> versions) {
        @Override
        public String toString() {
            return name;
        }

        private ClusterSpec.Builder spec() throws SpecException {
            ClusterSpec.Builder spec =
                    RunningLab.spec().deployer(true).manager(manager).readyTimeout(Duration.ofSeconds(60));
            Map<String, NodeRuntime> nodes = new LinkedHashMap<>();
            for (int i = 0; i < versions.size(); i++) {
                nodes.put(
                        "node" + (i + 1),
                        new NodeRuntime(
                                Optional.of(TomcatFinder.ofThisMachine().find("--tomcat", versions.get(i))),
                                Optional.empty(),
                                List.of()));
            }
            if (!versions.isEmpty()) {
                spec.membership(Preset.MULTICAST);
            }
            NodeRuntime usual = versions.isEmpty() ? NodeRuntime.OWN : nodes.get("node1");
            return spec.host(new HostSpec(host, usual, nodes));
        }

        /** Processes of unmodified Tomcats take long to start, and start as those of the lab's own do. */
        private boolean restarts() {
            return versions.isEmpty();
        }

        private boolean isHere() {
            try {
                spec();
                return true;
            } catch (SpecException missing) {
                return false;
            }
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind("embedded", HostSpec.Kind.JVM, ManagerSpec.Kind.DELTA, List.of()),
                new Kind("embedded, backup", HostSpec.Kind.JVM, ManagerSpec.Kind.BACKUP, List.of()),
                new Kind("process", HostSpec.Kind.PROCESS, ManagerSpec.Kind.DELTA, List.of()),
                new Kind("9.0", HostSpec.Kind.STOCK, ManagerSpec.Kind.DELTA, List.of("9.0.117")),
                new Kind("10.1 and 11.0", HostSpec.Kind.STOCK, ManagerSpec.Kind.DELTA, List.of("10.1.59", "11.0.24")));
    }

    private record Answer(int status, String body, Optional<String> node, Optional<String> cookie) {}

    private Answer get(RunningLab lab, int node, String path, String cookie) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + lab.nodes().get(node).httpPort() + path))
                .timeout(Duration.ofSeconds(20));
        if (!cookie.isEmpty()) {
            request.header("Cookie", cookie);
        }
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(
                answer.statusCode(),
                answer.body(),
                answer.headers().firstValue("X-Cluster-Lab-Node"),
                answer.headers().firstValue("Set-Cookie").map(set -> set.replaceAll(";.*", "")));
    }

    private static <T extends Event> List<T> events(RunningLab lab, Class<T> type) {
        return lab.lab().events().after(0, 20_000).stream()
                .map(stamped -> stamped.event())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void warReachesEveryNodeIsReplacedOutlivesARestartAndGoes(Kind kind) throws Exception {
        assumeTrue(kind.isHere(), "a version is not on this machine");
        try (RunningLab lab = RunningLab.boot(kind.spec())) {
            LabControl control = lab.lab().control();

            Farm.Deployed first = control.deploy(
                            TesterWars.counting(temp, "one.war", "1"), "shop.war", Optional.of("node2"))
                    .what();

            assertThat(first.by()).isEqualTo("node2");
            assertThat(first.application())
                    .isEqualTo(new ApplicationView(
                            "shop",
                            "/shop",
                            "",
                            Map.of("node1", State.RUNNING, "node2", State.RUNNING, "node3", State.RUNNING),
                            List.of()));
            assertThat(first.inTime()).isTrue();
            assertThat(events(lab, Event.WarReceived.class))
                    .extracting(Event.WarReceived::node, Event.WarReceived::from, Event.WarReceived::file)
                    .containsExactlyInAnyOrder(
                            tuple("node1", "node2", "shop.war"), tuple("node3", "node2", "shop.war"));
            assertThat(events(lab, Event.ApplicationStarted.class))
                    .extracting(Event.ApplicationStarted::node)
                    .containsExactlyInAnyOrder("node1", "node2", "node3");

            String cookie = count(lab, "1");
            String id = cookie.replaceAll("^[^=]*=", "");
            assertThat(lab.lab().cluster().sessions().find(id).orElseThrow().copies())
                    .filteredOn(copy -> copy.role().isFull())
                    .hasSize(kind.manager() == ManagerSpec.Kind.BACKUP ? 2 : 3);

            if (kind.restarts()) {
                control.restart("node3");
                assertThat(control.applications()).allMatch(ApplicationView::isEverywhere);
                assertThat(get(lab, 2, "/shop/", cookie).body()).isEqualTo("version 1 count 4 of node3");
            }

            control.deploy(TesterWars.counting(temp, "two.war", "2"), "shop.war", Optional.empty());
            count(lab, "2");

            assertThat(control.undeploy("/shop").what()).isEqualTo(new Farm.Undeployed("shop", List.of(), true));
            assertThat(control.applications()).isEmpty();
            if (kind.restarts()) {
                control.restart("node1");
            }
            for (int node = 0; node < 3; node++) {
                assertThat(get(lab, node, "/shop/", "").status()).isEqualTo(404);
                Path base = lab.lab().folder().node(lab.nodes().get(node).name());
                assertThat(base.resolve("webapps")).isEmptyDirectory();
                assertThat(base.resolve("war-listen")).isEmptyDirectory();
            }
        }
    }

    /** A session goes on from node to node; returns its cookie. */
    private String count(RunningLab lab, String version) throws Exception {
        String cookie = "";
        for (int node = 0; node < 3; node++) {
            Answer answer = get(lab, node, "/shop/", cookie);
            String name = lab.nodes().get(node).name();
            assertThat(answer.body()).isEqualTo("version " + version + " count " + (node + 1) + " of " + name);
            assertThat(answer.node()).contains(name);
            cookie = answer.cookie().orElse(cookie);
        }
        return cookie;
    }

    @Test
    void parallelVersionsKeepTheSessionsOfTheOldOne() throws Exception {
        try (RunningLab lab = RunningLab.boot(RunningLab.spec().deployer(true))) {
            LabControl control = lab.lab().control();
            control.deploy(TesterWars.counting(temp, "one.war", "1"), "shop##1.war", Optional.empty());
            String old = get(lab, 0, "/shop/", "").cookie().orElseThrow();

            control.deploy(TesterWars.counting(temp, "two.war", "2"), "shop##2.war", Optional.empty());

            Answer onTheOld = get(lab, 1, "/shop/", old);
            assertThat(onTheOld.body()).isEqualTo("version 1 count 2 of node2");
            assertThat(get(lab, 1, "/shop/", "").body()).isEqualTo("version 2 count 1 of node2");
            assertThat(control.applications())
                    .extracting(ApplicationView::name, ApplicationView::path, ApplicationView::version)
                    .containsExactly(tuple("shop##1", "/shop", "1"), tuple("shop##2", "/shop", "2"));
            assertThat(lab.lab()
                            .cluster()
                            .sessions()
                            .find(onTheOld.cookie().orElseThrow().replaceAll("^[^=]*=", "")))
                    .hasValueSatisfying(session -> assertThat(session.copies())
                            .extracting(copy -> copy.role())
                            .containsOnly(CopyRole.PRIMARY, CopyRole.REPLICA));
        }
    }

    @Test
    void whatCanNotBeDeployedIsRefusedAndLeavesNothing() throws Exception {
        try (RunningLab lab = RunningLab.boot(RunningLab.spec().nodes(2).deployer(true))) {
            LabControl control = lab.lab().control();
            Path war = TesterWars.counting(temp, "shop.war", "1");
            Path text = Files.writeString(temp.resolve("text.war"), "no archive");

            assertRefused(control, war, "shop.zip", "shop.zip is no WAR; give a file whose name ends with .war.");
            for (String name : List.of("../shop.war", "..war", "my shop.war", "a#..#b.war", "shop##.war", "#.war")) {
                assertRefused(
                        control,
                        war,
                        name,
                        "\"" + name + "\" can't be the name of an application: use at most 100 letters");
            }
            assertRefused(control, war, "ROOT.war", "The root is the path of the lab's own application;");
            assertRefused(control, text, "text.war", "text.war: text.war is not a WAR (a zip archive);");
            assertRefused(control, temp.resolve("none.war"), "none.war", "none.war: there is no such folder or WAR");
            assertThatThrownBy(() -> control.deploy(war, "shop.war", Optional.of("node9")))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("There is no node node9; the nodes are node1, node2.");
            assertThatThrownBy(() -> control.undeploy("shop"))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage("No application shop was deployed; deploy FILE.war deploys one.");

            control.stop("node2");
            assertThatThrownBy(() -> control.deploy(war, "shop.war", Optional.of("node2")))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageStartingWith("node2 is STOPPED");
            assertThat(control.applications()).isEmpty();
            assertThat(lab.lab().folder().node("node1").resolve("war-listen")).isEmptyDirectory();

            // A node that comes later does not have it: FarmWarDeployer sends to the members of that moment only.
            control.deploy(war, "shop.war", Optional.empty());
            // Nor can it have its sessions, which must not keep it from joining.
            assertThat(get(lab, 0, "/shop/", "").status()).isEqualTo(200);
            control.start("node2");
            assertThat(control.applications().get(0).missing()).containsExactly("node2");

            Farm.Deployed broken = control.deploy(TesterWars.broken(temp, "b.war"), "b.war", Optional.empty())
                    .what();
            assertThat(broken.application().nodes()).containsValues(State.FAILED, State.FAILED);
            List<String> failed = new ArrayList<>();
            events(lab, Event.ApplicationFailed.class).forEach(event -> failed.add(event.node() + event.application()));
            assertThat(failed).containsExactlyInAnyOrder("node1b", "node2b");
        }
    }

    private static void assertRefused(LabControl control, Path war, String file, String why) {
        assertThatThrownBy(() -> control.deploy(war, file, Optional.empty()))
                .isInstanceOf(RefusedException.class)
                .hasMessageStartingWith(why);
    }

    @Test
    void clusterWithoutADeployerThatWatchesSaysHowToGetOne() throws Exception {
        Path war = TesterWars.counting(temp, "shop.war", "1");
        try (RunningLab lab = RunningLab.boot(RunningLab.spec().nodes(1))) {
            assertRefused(
                    lab.lab().control(),
                    war,
                    "shop.war",
                    "This cluster has no FarmWarDeployer; start the lab with --deployer.");
        }
        try (RunningLab lab =
                RunningLab.boot(ClusterSpec.builder(Preset.TUTORIAL).anyPorts().nodes(1))) {
            assertRefused(
                    lab.lab().control(),
                    war,
                    "shop.war",
                    "The FarmWarDeployer of WAS1 watches no folder (watchEnabled=");
        }
    }
}
