package clusterlab.spec;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.spec.SpecException.Problem;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebappCheckTest {
    private static final String JAVAX = "javax/servlet/http/HttpServlet";
    private static final String JAKARTA = "jakarta/servlet/http/HttpServlet";

    @TempDir
    Path temp;

    private Path app;

    @BeforeEach
    void page() throws IOException {
        app = temp.resolve("shop");
        put("index.jsp", "hello".getBytes(StandardCharsets.UTF_8));
    }

    private void put(String name, byte[] content) throws IOException {
        Path file = app.resolve(name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        Files.write(file, content);
    }

    /** The beginning of a class file with this name in its constant pool. */
    private static byte[] classWith(String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(0xCAFEBABE);
        out.writeInt(61);
        out.writeShort(2);
        out.writeByte(1);
        out.writeUTF(name);
        return bytes.toByteArray();
    }

    private static byte[] zip(Map<String, byte[]> files) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static Problem problem(Path app) {
        return check(app).problem().orElseThrow();
    }

    private static WebappCheck check(Path app) {
        return WebappCheck.of(app, Set.of(ServletApi.JAKARTA));
    }

    private static WebappCheck onNine(Path app) {
        return WebappCheck.of(app, Set.of(ServletApi.JAVAX));
    }

    private static WebappCheck onBoth(Path app) {
        return WebappCheck.of(app, Set.of(ServletApi.JAVAX, ServletApi.JAKARTA));
    }

    @Test
    void onTomcat9ItIsTheOtherWayRound() throws IOException {
        put("WEB-INF/classes/shop/Cart.class", classWith(JAVAX));
        assertThat(onNine(app).problem()).isEmpty();
        assertThat(onNine(app).notice()).isEmpty();
        assertThat(onNine(app).isJavax()).as("known before an upgrade").isTrue();
        put("WEB-INF/classes/shop/Cart.class", classWith(JAKARTA));
        assertThat(onNine(app).problem().orElseThrow().message())
                .contains("uses jakarta.servlet", "Tomcat 9.0 only supports javax.servlet", "Tomcat 10.1 or 11");
        put("WEB-INF/classes/shop/Old.class", classWith(JAVAX));
        assertThat(onNine(app).problem()).isEmpty();
        assertThat(onNine(app).isJavax()).isFalse();
    }

    @Test
    void onMixedTomcatsAnApplicationForJakartaIsRefusedAndOneForJavaxIsConverted() throws IOException {
        put("WEB-INF/classes/shop/Cart.class", classWith(JAVAX));
        assertThat(onBoth(app).problem()).isEmpty();
        assertThat(onBoth(app).isJavax()).isTrue();
        assertThat(onBoth(app).notice().orElseThrow())
                .contains("nodes on Tomcat 10 or later serve a copy that is converted for jakarta.servlet");
        put("WEB-INF/classes/shop/Cart.class", classWith(JAKARTA));
        assertThat(onBoth(app).problem().orElseThrow().message()).contains("can't serve on all nodes");
        put("WEB-INF/classes/shop/Old.class", classWith(JAVAX));
        assertThat(onBoth(app).problem()).isEmpty();
        assertThat(onBoth(app).notice()).isEmpty();
    }

    @Test
    void librariesAreComparedWithTheNodesToo() throws IOException {
        put("WEB-INF/classes/shop/Main.class", classWith("shop/Main"));
        put("WEB-INF/lib/spring-web-6.jar", zip(Map.of("a/B.class", classWith(JAKARTA))));
        assertThat(check(app).notice()).isEmpty();
        assertThat(onNine(app).problem()).isEmpty();
        assertThat(onNine(app).notice()).get().asString().contains("spring-web-6.jar", "404");
    }

    @Test
    void apisAreThoseOfTheNodes() {
        ClusterSpec.Builder spec = ClusterSpec.builder(Preset.LAB);
        assertThat(ServletApi.of(spec.build())).containsExactly(ServletApi.JAKARTA);
        NodeRuntime.TomcatHome nine = new NodeRuntime.TomcatHome("9.0.117", Path.of("nine"));
        assertThat(ServletApi.of(spec.tomcat(nine).build())).containsExactly(ServletApi.JAVAX);
        NodeRuntime ten =
                NodeRuntime.OWN.withTomcat(Optional.of(new NodeRuntime.TomcatHome("10.1.59", Path.of("ten"))));
        HostSpec mixed =
                new HostSpec(HostSpec.Kind.STOCK, NodeRuntime.OWN.withTomcat(Optional.of(nine)), Map.of("node2", ten));
        assertThat(ServletApi.of(spec.host(mixed).build()))
                .containsExactlyInAnyOrder(ServletApi.JAVAX, ServletApi.JAKARTA);
        HostSpec upgraded = new HostSpec(
                HostSpec.Kind.STOCK, NodeRuntime.OWN.withTomcat(Optional.of(nine)), Map.of(), ten.tomcat());
        assertThat(ServletApi.of(spec.host(upgraded).build()))
                .containsExactlyInAnyOrder(ServletApi.JAVAX, ServletApi.JAKARTA);
        assertThat(ServletApi.of(spec.hostKind(HostSpec.Kind.PROCESS).build())).containsExactly(ServletApi.JAKARTA);
    }

    @Test
    void aBrokenDescriptorIsOneSentenceWithThePlace() throws IOException {
        put("WEB-INF/web.xml", "<web-app>\n  <distributable>\n</web-app>\n".getBytes(StandardCharsets.UTF_8));
        assertThat(problem(app).kind()).isEqualTo(Problem.Kind.USAGE);
        assertThat(problem(app).message())
                .contains("--webapp " + app, "WEB-INF/web.xml is broken at line 3, column 3: ", "distributable")
                .hasLineCount(1);
    }

    @Test
    void aDescriptorWithADtdIsReadWithoutTheNetwork() throws IOException {
        put(
                "WEB-INF/web.xml",
                """
                <?xml version="1.0"?>
                <!DOCTYPE web-app PUBLIC "-//Sun Microsystems, Inc.//DTD Web Application 2.3//EN"
                    "http://no.such.host.invalid/web-app_2_3.dtd">
                <web-app><distributable/></web-app>
                """
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(check(app).problem()).isEmpty();
    }

    @Test
    void aFileThatIsNoZipIsNoWar() throws IOException {
        Path war = Files.writeString(temp.resolve("broken.war"), "<html>404 Not Found</html>");
        assertThat(problem(war))
                .isEqualTo(Problem.usage("--webapp " + war + ": broken.war is not a WAR (a zip archive);"
                        + " build it again, or give the application's folder."));
        assertThat(problem(Files.createFile(temp.resolve("empty.war"))).message())
                .contains("empty.war is not a WAR");
    }

    @Test
    void anApplicationWhoseClassesOnlyKnowJavaxIsConvertedInAFolderAndInAWar() throws IOException {
        put("WEB-INF/classes/shop/Cart.class", classWith(JAVAX));
        assertThat(check(app).isJavax()).isTrue();
        assertThat(check(app).problem()).isEmpty();
        assertThat(check(app).notice())
                .contains("--webapp " + app + ": its class " + Path.of("shop", "Cart.class")
                        + " uses javax.servlet, so the nodes serve a copy that is converted for jakarta.servlet; the original"
                        + " is not changed, and its edits take effect at the next start of the lab.");

        Path war =
                Files.write(temp.resolve("old.war"), zip(Map.of("WEB-INF/classes/shop/Cart.class", classWith(JAVAX))));
        assertThat(check(war).isJavax()).isTrue();
        assertThat(check(war).notice()).get().asString().endsWith("the original is not changed.");
    }

    @Test
    void anApplicationOfClassesThatOnlyItsLibrariesTieToJavaxIsConverted() throws IOException {
        put("WEB-INF/classes/shop/Main.class", classWith("shop/Main"));
        put("WEB-INF/lib/spring-web-5.jar", zip(Map.of("a/B.class", classWith(JAVAX))));
        assertThat(check(app).problem()).isEmpty();
        assertThat(check(app).isJavax()).isTrue();
        assertThat(check(app).notice()).get().asString().contains("its library spring-web-5.jar uses javax.servlet");

        put("WEB-INF/lib/tomcat-embed.jar", zip(Map.of("a/C.class", classWith(JAKARTA))));
        assertThat(check(app).isJavax()).isFalse();
        assertThat(check(app).notice()).isEmpty();
    }

    @Test
    void jakartaApplicationsAndPagesAloneAreLeftInPeace() throws IOException {
        put("WEB-INF/lib/jstl-1.2.jar", zip(Map.of("a/B.class", classWith(JAVAX))));
        assertThat(check(app).problem()).isEmpty();
        assertThat(check(app).isJavax()).isFalse();
        assertThat(check(app).notice()).isEmpty();

        put("WEB-INF/classes/shop/Both.class", classWith(JAVAX));
        put("WEB-INF/classes/shop/Cart.class", classWith(JAKARTA));
        assertThat(check(app).problem()).isEmpty();
        assertThat(check(app).notice()).isEmpty();
    }

    @Test
    void anApplicationWhoseClassesAreAllInLibrariesIsConverted() throws IOException {
        put("WEB-INF/lib/shop-web.jar", zip(Map.of("shop/Listener.class", classWith(JAVAX))));
        put("WEB-INF/web.xml", "<web-app><distributable/></web-app>".getBytes(StandardCharsets.UTF_8));
        assertThat(check(app).isJavax()).as("pages only").isFalse();
        put(
                "WEB-INF/web.xml",
                "<w:web-app xmlns:w='x'><w:listener><w:listener-class>shop.Listener</w:listener-class></w:listener></w:web-app>"
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(check(app).isJavax()).isTrue();
        assertThat(check(app).notice()).get().asString().contains("its library shop-web.jar uses javax.servlet");
    }

    @Test
    void aDamagedLibraryIsTomcatsConcern() throws IOException {
        put("WEB-INF/classes/shop/Main.class", classWith("shop/Main"));
        put("WEB-INF/lib/damaged.jar", "PK\003\004 and nothing that a zip has".getBytes(StandardCharsets.UTF_8));
        assertThat(check(app).problem()).isEmpty();
        assertThat(check(app).notice()).isEmpty();
    }
}
