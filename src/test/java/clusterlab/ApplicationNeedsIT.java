package clusterlab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import clusterlab.distribution.TomcatFinder;
import clusterlab.spec.AppSpec;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.HostSpec;
import clusterlab.spec.SpecException;
import clusterlab.testing.TestApps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** JNDI resources, jars of the server, variables and properties: the same on every kind of host. */
class ApplicationNeedsIT {
    private static final String STOCK = "10.1.59";

    private static final String PAGE =
            """
            <%@ page contentType="text/plain; charset=UTF-8" %><%
            javax.naming.Context env = (javax.naming.Context) new javax.naming.InitialContext().lookup("java:comp/env");
            %>limit=<%= env.lookup("limit") %>
            pool=<%= ((javax.sql.DataSource) env.lookup("jdbc/shop")).getClass().getSimpleName() %>
            clock=<%= env.lookup("clock") %>
            property=<%= System.getProperty("shop.mode") %>
            variable=<%= System.getenv("SHOP_KEY") %>
            parameter=<%= application.getInitParameter("theme") %>
            """;

    private static final String CONTEXT =
            """
            <Context path="/elsewhere" docBase="/elsewhere">
              <Environment name="limit" type="java.lang.Integer" value="%d"/>
              <Parameter name="theme" value="dark"/>
              <Resource name="jdbc/shop" type="javax.sql.DataSource" driverClassName="shop.Driver" url="jdbc:shop:1"/>
              <Resource name="clock" type="java.lang.String" factory="shop.ClockFactory"/>
            </Context>
            """;

    /** Counts in a static field: each node has its own if it loads the class itself. */
    private static final String FACTORY =
            """
            package shop;
            public class ClockFactory implements javax.naming.spi.ObjectFactory {
                private static int made;
                public Object getObjectInstance(Object o, javax.naming.Name n, javax.naming.Context c,
                        java.util.Hashtable<?, ?> e) {
                    return "clock " + ++made;
                }
            }
            """;

    @TempDir
    Path temp;

    private Path app;
    private Path lib;

    @BeforeEach
    void write() throws Exception {
        app = Files.createDirectories(temp.resolve("app/WEB-INF")).getParent();
        Files.writeString(app.resolve("index.jsp"), PAGE);
        Files.writeString(app.resolve("WEB-INF/web.xml"), "<web-app version='4.0'><distributable/></web-app>");
        lib = Files.createDirectory(temp.resolve("lib"));
        Path source = Files.createDirectories(temp.resolve("src/shop")).resolve("ClockFactory.java");
        Files.writeString(source, FACTORY);
        Path classes = Files.createDirectory(temp.resolve("classes"));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "--release", "11", "-d", classes.toString(), source.toString()))
                .isZero();
        TestApps.pack(classes, lib.resolve("shop.jar"));
    }

    @Test
    void embeddedNodesHaveThemAndARestartedOneAgain() throws Exception {
        Path context = Files.writeString(temp.resolve("context.xml"), CONTEXT.formatted(7));
        AppSpec given = new AppSpec(Optional.of(context), Optional.of(lib), Map.of(), Map.of("shop.mode", "a \\ ß=1"));
        try (RunningLab lab = RunningLab.boot(RunningLab.spec().webapp(app).app(given))) {
            for (int node = 0; node < 3; node++) {
                assertThat(page(lab, node))
                        .containsExactly(
                                "limit=7",
                                "pool=BasicDataSource",
                                "clock=clock 1",
                                "property=a \\ ß=1",
                                "variable=null",
                                "parameter=dark");
            }
            lab.lab().cluster().stop("node2");
            assertThat(page(lab, 0)).contains("limit=7");
            lab.lab().cluster().start("node2");
            assertThat(page(lab, 1)).contains("limit=7", "clock=clock 1", "parameter=dark");
            assertThat(page(lab, 2)).contains("limit=7");
        }
        assertThat(System.getProperty("shop.mode")).isNull();
    }

    @ParameterizedTest
    @EnumSource(names = {"PROCESS", "STOCK"})
    void nodesInProcessesHaveThem(HostSpec.Kind kind) throws Exception {
        Path context = Files.writeString(temp.resolve("context.xml"), CONTEXT.formatted(7));
        AppSpec given = new AppSpec(
                Optional.of(context), Optional.of(lib), Map.of("SHOP_KEY", "k=1 2"), Map.of("shop.mode", "a \\ ß=1"));
        try (RunningLab lab = RunningLab.boot(on(kind).nodes(2).webapp(app).app(given))) {
            for (int node = 0; node < 2; node++) {
                assertThat(page(lab, node))
                        .containsExactly(
                                "limit=7",
                                "pool=BasicDataSource",
                                "clock=clock 1",
                                "property=a \\ ß=1",
                                "variable=k=1 2",
                                "parameter=dark");
            }
            String command = ProcessHandle.current()
                    .children()
                    .map(child -> child.info().commandLine().orElse(""))
                    .reduce("", String::concat);
            assertThat(command).contains("catalina.base").doesNotContain("shop.mode", "SHOP_KEY");
        }
    }

    /** Tomcat itself reads META-INF/context.xml only when it deploys the application. */
    @ParameterizedTest
    @EnumSource(names = {"JVM", "PROCESS"})
    void theApplicationsOwnContextIsReadOnEveryHost(HostSpec.Kind kind) throws Exception {
        Files.createDirectory(app.resolve("META-INF"));
        Files.writeString(app.resolve("META-INF/context.xml"), CONTEXT.formatted(3));
        AppSpec given = new AppSpec(Optional.empty(), Optional.of(lib), Map.of(), Map.of());
        try (RunningLab lab = RunningLab.boot(on(kind).nodes(1).webapp(app).app(given))) {
            assertThat(page(lab, 0)).contains("limit=3", "clock=clock 1", "parameter=dark");
        }
    }

    private static ClusterSpec.Builder on(HostSpec.Kind kind) {
        ClusterSpec.Builder spec = RunningLab.spec();
        if (kind != HostSpec.Kind.STOCK) {
            return spec.hostKind(kind);
        }
        try {
            return spec.tomcat(TomcatFinder.ofThisMachine().find("--tomcat", STOCK));
        } catch (SpecException missing) {
            assumeTrue(false, STOCK + " is not on this machine");
            throw new IllegalStateException(missing);
        }
    }

    private static List<String> page(RunningLab lab, int node) throws IOException {
        return new Browser()
                .open(lab.url(node))
                .body()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
