package clusterlab.cluster.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.RunningLab;
import clusterlab.spec.HostSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.catalina.Context;
import org.apache.catalina.startup.ContextConfig;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The tutorial's riddle: why did {@code <distributable/>} in conf/web.xml do nothing?
 *
 * <p>An application is distributable if all of its descriptors are: WebXml.merge joins the fragments with AND, for
 * one fragment that can't bear replication makes the whole unfit. So that the server-wide defaults of conf/web.xml, which
 * are merged in as one more fragment, never forbid what an application allows, ContextConfig.getDefaultWebXmlFragment
 * marks them as distributable whatever they say. Nothing of what conf/web.xml says on it is left, and the
 * application's own WEB-INF/web.xml, where the flag is false unless it is written there, decides.
 */
class DistributableIT {
    private static final String WITH = descriptor("web-app", "<distributable/>");
    private static final String WITHOUT = descriptor("web-app", "");

    @TempDir
    Path folder;

    @Test
    void inTheGlobalDescriptorItDoesNothing() throws Exception {
        assertThat(distributable(WITH, WITHOUT)).isFalse();
    }

    @Test
    void inTheApplicationsOwnDescriptorItWorks() throws Exception {
        assertThat(distributable(WITHOUT, WITH)).isTrue();
    }

    @Test
    void anApplicationWithItReplicatesInTheLab() throws Exception {
        try (RunningLab lab = RunningLab.boot(RunningLab.spec().nodes(2).webapp(app(WITH)))) {
            assertThat(lab.lab().cluster().replicates()).isTrue();
            assertThat(lab.warnings()).isEmpty();
        }
    }

    @Test
    void aFragmentWithoutItTurnsItOffAndTheUserIsWarned() throws Exception {
        Path app = app(WITH);
        library(app, descriptor("web-fragment", ""));
        try (RunningLab lab = RunningLab.boot(RunningLab.spec().nodes(2).webapp(app))) {
            assertThat(lab.lab().cluster().replicates()).isFalse();
            assertThat(lab.warnings()).singleElement().asString().contains("<distributable/>", "WEB-INF/lib");
        }
    }

    @Test
    void aFragmentWithItLeavesItOn() throws Exception {
        Path app = app(WITH);
        library(app, descriptor("web-fragment", "<distributable/>"));
        try (RunningLab lab = RunningLab.boot(RunningLab.spec().nodes(2).webapp(app))) {
            assertThat(lab.lab().cluster().replicates()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = HostSpec.Kind.class,
            names = {"JVM", "PROCESS"})
    void theLabSwitchesItOnInSpiteOfBoth(HostSpec.Kind host) throws Exception {
        Path app = app(WITHOUT);
        library(app, descriptor("web-fragment", ""));
        try (RunningLab lab = RunningLab.boot(
                RunningLab.spec().nodes(2).webapp(app).distributable(true).hostKind(host))) {
            assertThat(lab.lab().cluster().replicates()).isTrue();
            assertThat(lab.warnings()).isEmpty();
        }
    }

    /** What a stock Tomcat makes of these two; only the connectors are missing. */
    private boolean distributable(String global, String own) throws Exception {
        Path conf = Files.writeString(folder.resolve("global.xml"), global);
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.resolve("base").toString());
        tomcat.getEngine().setName("riddle");
        tomcat.getService().setName("riddle");
        ContextConfig config = new ContextConfig();
        config.setDefaultWebXml(conf.toString());
        Context context = tomcat.addWebapp(
                tomcat.getHost(), "", app(own).toString(), (org.apache.catalina.LifecycleListener) config);
        try {
            tomcat.start();
            return context.getDistributable();
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }

    private Path app(String descriptor) throws IOException {
        Path app = folder.resolve("app");
        Files.createDirectories(app.resolve("WEB-INF/lib"));
        Files.writeString(app.resolve("WEB-INF/web.xml"), descriptor);
        Files.writeString(app.resolve("index.html"), "hello");
        return app;
    }

    private static void library(Path app, String fragment) throws IOException {
        try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(app.resolve("WEB-INF/lib/library.jar")))) {
            jar.putNextEntry(new ZipEntry("META-INF/web-fragment.xml"));
            jar.write(fragment.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String descriptor(String root, String content) {
        return "<" + root + " xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.1\">" + content + "</" + root
                + ">";
    }
}
