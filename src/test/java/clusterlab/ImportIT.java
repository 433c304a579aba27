package clusterlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.config.ClusterImport;
import clusterlab.distribution.TomcatFinder;
import clusterlab.experiment.Experiment;
import clusterlab.experiment.Experiments;
import clusterlab.experiment.verdict.Status;
import clusterlab.report.Report;
import clusterlab.report.TextReport;
import clusterlab.run.Order;
import clusterlab.run.Runner;
import clusterlab.spec.AppSpec;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.HostSpec;
import clusterlab.spec.NodeLifecycle;
import clusterlab.spec.NodeRuntime;
import clusterlab.spec.SpecException;
import clusterlab.testing.TestApps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Labs that run from a user's {@code <Cluster>} and {@code <Manager>} elements. */
class ImportIT {
    private static final Path FOLDER = Path.of("src/test/resources/cluster-xml");

    @TempDir
    Path dir;

    private static ClusterSpec.Builder spec(String file, String host) throws Exception {
        ClusterSpec.Builder spec = RunningLab.spec().imported(ClusterImport.read(FOLDER.resolve(file + ".xml")));
        return switch (host) {
            case "jvm" -> spec;
            case "process" -> spec.hostKind(HostSpec.Kind.PROCESS);
            default -> spec.host(stock(host));
        };
    }

    private static HostSpec stock(String version) throws SpecException {
        return new HostSpec(
                HostSpec.Kind.STOCK,
                new NodeRuntime(
                        Optional.of(TomcatFinder.ofThisMachine().find("--tomcat", version)),
                        Optional.empty(),
                        List.of()),
                Map.of());
    }

    /** Ready means that a probe session was read in each copy. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "04-backup, jvm",
        "05-static-service, jvm",
        "06-static-interceptor, jvm",
        "08-gzip-fragments-throughput, jvm",
        "03-engine, process",
    })
    void clusterOfAFileKeepsSessionsWhenANodeIsKilledAndComesBack(String file, String host) throws Exception {
        try (RunningLab lab = RunningLab.boot(spec(file, host))) {
            LifecycleContract.killedNodeIsMissedItsSessionsGoOnAndItComesBackWithAll(lab);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "02-setting-2, 11.0.24",
        "03-engine, 9.0.117",
        "02-setting-2, jvm",
        "06-static-interceptor, process",
        "13-names-of-options, jvm",
        "14-coordinator, jvm",
        "19-placeholders, jvm",
        "20-unknown-and-misspelt, jvm",
    })
    void clusterOfAFileBoots(String file, String host) throws Exception {
        ClusterSpec.Builder spec;
        try {
            spec = spec(file, host);
        } catch (SpecException missing) {
            assumeTrue(false, () -> host + " is not on this machine");
            return;
        }
        try (RunningLab lab = RunningLab.boot(spec)) {
            assertThat(lab.nodes()).hasSize(3);
        }
    }

    @Test
    void startedAsStockItIsTheSameCluster() throws Exception {
        try (RunningLab lab =
                RunningLab.boot(spec("06-static-interceptor", "jvm").lifecycle(NodeLifecycle.STOCK))) {
            lab.lab().control().restart("node2");
            assertThat(lab.lab().cluster().awaitMembers(Duration.ofSeconds(15))).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = HostSpec.Kind.class,
            names = {"JVM", "PROCESS"})
    void experimentJudgesAForeignManagerByWhatClientsSaw(HostSpec.Kind host) throws Exception {
        Report report = failover(host, "demo.SharedManager");
        String text = TextReport.of(report, true);
        assertThat(report.main().judgement().status()).as(text).isEqualTo(Status.VALID);
        assertThat(text.replaceAll("\\s+", " "))
                .contains("copies can't be read; the verdict rests on what clients saw", "manager SharedManager");
        assertThat(report.main().judgement().of("diverged-copies")).isEmpty();
    }

    /** Its twin keeps each session on one node: clients lose it, and no copy has to be read for that. */
    @Test
    void foreignManagerThatLosesIsFoundByWhatClientsSaw() throws Exception {
        Report report = failover(HostSpec.Kind.JVM, "demo.LonelyManager");
        assertThat(report.main().judgement().status())
                .as(TextReport.of(report, true))
                .isEqualTo(Status.INVALID);
        assertThat(report.main().judgement().of("lost-session").orElseThrow().status())
                .isEqualTo(Status.INVALID);
    }

    @Test
    void copiesOfAForeignManagerAreUnknownAndSaidToBe() throws Exception {
        try (RunningLab lab = RunningLab.boot(foreign(HostSpec.Kind.JVM, "demo.SharedManager"))) {
            assertThat(lab.warnings()).anySatisfy(warning -> assertThat(warning)
                    .isEqualTo(
                            "The copies of SharedManager can't be read: they are shown as ?, and verdicts rest on what"
                                    + " clients see."));
            Browser browser = new Browser();
            LifecycleContract.count(browser, lab, 0, 1);
            LifecycleContract.count(browser, lab, 1, 2);
            assertThat(lab.lab().cluster().sessions().page(0, 10).sessions())
                    .singleElement()
                    .satisfies(session -> {
                        assertThat(session.differs()).isFalse();
                        assertThat(session.copies()).extracting(CopyView::role).containsOnly(CopyRole.UNKNOWN);
                    });
        }
    }

    private Report failover(HostSpec.Kind host, String manager) throws Exception {
        Experiment failover = Experiments.named("failover").orElseThrow();
        return new Runner(line -> {}, line -> {})
                .run(new Order(
                        failover,
                        foreign(host, manager).sticky(failover.sticky()).build(),
                        Set.of(),
                        1,
                        6,
                        Duration.ofSeconds(3),
                        30,
                        false,
                        1,
                        1,
                        Optional.empty(),
                        Optional.empty(),
                        "again"));
    }

    /** A context.xml with a manager whose class is in a jar of a folder. */
    private ClusterSpec.Builder foreign(HostSpec.Kind host, String manager) throws Exception {
        Path classes = TestApps.of(
                        dir.resolve("classes"),
                        Map.of("demo/SharedManager.java", MANAGERS, "demo/LonelyManager.java", LONELY))
                .resolve("WEB-INF/classes");
        Path lib = Files.createDirectories(dir.resolve("lib"));
        TestApps.pack(classes, lib.resolve("managers.jar"));
        Path store = Files.createDirectories(dir.resolve("store"));
        Path context = Files.writeString(
                dir.resolve("context.xml"),
                "<Context><Manager className='" + manager + "' directory='" + store + "'/></Context>");
        return RunningLab.spec()
                .hostKind(host)
                .app(new AppSpec(Optional.empty(), Optional.of(lib), Map.of(), Map.of()))
                .imported(ClusterImport.read(context));
    }

    /** Each session is a file in a folder that all nodes share, written with each change and read with each request. */
    private static final String MANAGERS =
            """
            package demo;

            import java.io.*;
            import java.nio.file.*;
            import org.apache.catalina.*;
            import org.apache.catalina.session.*;

            public class SharedManager extends ManagerBase {
                private String directory = "";

                public void setDirectory(String directory) { this.directory = directory; }

                @Override protected void startInternal() throws LifecycleException {
                    super.startInternal();
                    setState(LifecycleState.STARTING);
                }

                @Override protected void stopInternal() throws LifecycleException {
                    setState(LifecycleState.STOPPING);
                    super.stopInternal();
                }

                @Override public void load() {}
                @Override public void unload() {}

                private Path file(String id) { return Path.of(directory, id.replaceAll("[^A-Za-z0-9]", "_")); }

                @Override public Session createEmptySession() { return new Shared(); }

                @Override public Session findSession(String id) throws IOException {
                    if (id == null) { return null; }
                    try (ObjectInputStream in = new ObjectInputStream(Files.newInputStream(file(id)))) {
                        Shared session = new Shared();
                        session.readObjectData(in);
                        session.setManager(this);
                        sessions.put(id, session);
                        return session;
                    } catch (NoSuchFileException none) {
                        return null;
                    } catch (ClassNotFoundException e) {
                        throw new IOException(e);
                    }
                }

                private class Shared extends StandardSession {
                    private Shared() { super(SharedManager.this); }

                    @Override public void setAttribute(String name, Object value, boolean notify) {
                        super.setAttribute(name, value, notify);
                        try {
                            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                            try (ObjectOutputStream out = new ObjectOutputStream(bytes)) { writeObjectData(out); }
                            Path temporary = Files.createTempFile(Path.of(directory), "new", ".tmp");
                            Files.write(temporary, bytes.toByteArray());
                            Files.move(temporary, file(getIdInternal()), StandardCopyOption.ATOMIC_MOVE);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }

                    @Override public void expire(boolean notify) {
                        super.expire(notify);
                        try { Files.deleteIfExists(file(getIdInternal())); } catch (IOException e) { throw new UncheckedIOException(e); }
                    }
                }
            }
            """;

    private static final String LONELY =
            """
            package demo;

            public class LonelyManager extends org.apache.catalina.session.StandardManager {
                public void setDirectory(String directory) {}
            }
            """;
}
