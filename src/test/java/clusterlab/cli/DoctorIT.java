package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.distribution.LabCache;
import clusterlab.distribution.TomcatFinder;
import clusterlab.distribution.Unpacker;
import clusterlab.testing.TestApps;
import clusterlab.testing.Twin;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** {@code java -jar cluster-lab.jar doctor APP}, as a user calls it, in a heap of 256 MB. */
class DoctorIT {
    private static final long LIMIT_SECONDS = 120;

    @TempDir
    Path temp;

    private record End(int code, String out, String err) {}

    @Test
    void theExitCodeSaysWhetherSomethingWouldBeLost() throws Exception {
        End broken = doctor(TestApps.war("nested-field", Twin.BROKEN).toString());
        assertThat(broken.code()).isEqualTo(1);
        assertThat(broken.out()).contains("cart.items[0].owner: demo.Session is not Serializable.");
        assertThat(broken.err()).isEmpty();
        assertThat(doctor(TestApps.exploded("nested-field", Twin.MENDED).toString())
                        .code())
                .isZero();
        assertThat(doctor(TestApps.war("grows", Twin.BROKEN).toString()).code())
                .as("a risk is no loss")
                .isZero();
    }

    @Test
    void jsonAndSarifAreAllThatIsOnStdoutOrInTheFile() throws Exception {
        String app = TestApps.war("in-place", Twin.BROKEN).toString();
        assertThat(JSON.std.mapFrom(doctor(app, "--format", "json").out())).containsEntry("event", "diagnosis");
        assertThat(JSON.std.mapFrom(doctor(app, "--json").out())).containsEntry("loses", true);
        assertThat(JSON.std.mapFrom(doctor(app, "--format", "SARIF").out())).containsEntry("version", "2.1.0");
        Path file = temp.resolve("doctor.sarif");
        End end = doctor(app, "--format", "sarif", "--output", file.toString());
        assertThat(end).isEqualTo(new End(1, "", ""));
        assertThat(JSON.std.mapFrom(Files.readString(file))).containsEntry("version", "2.1.0");
    }

    @Test
    void whatIsWrongIsToldInOneSentence() throws Exception {
        String app = TestApps.war("in-place", Twin.BROKEN).toString();
        refuses(64, "use text, json or sarif", app, "--format", "yaml");
        refuses(64, "APP");
        refuses(64, "leave one out", app, "--json", "--format", "sarif");
        refuses(69, "there is no such folder or WAR", temp.resolve("no.war").toString());
        refuses(69, "can't be written", app, "--output", temp.resolve("no/file").toString());
        Path text = Files.writeString(temp.resolve("text.war"), "no zip");
        refuses(69, "is not a WAR", text.toString());
    }

    /** Each is true of these pages: Jasper sets a bean as an attribute once, and jsp:setProperty changes it in place. */
    @Test
    void ofTomcatsExamplesOnlyWhatIsTrueIsSaid() throws Exception {
        Path home = Unpacker.unpacked(
                TomcatFinder.ofThisMachine().find("--tomcat", "11.0.24"),
                LabCache.ofUser().homes());
        End end = doctor(home.resolve("webapps/examples").toString(), "--json");
        assertThat(JSON.std.mapFrom(end.out()).get("findings"))
                .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                .extracting(finding -> finding.get("rule") + " " + finding.get("subject") + " " + finding.get("file"))
                .containsExactly(
                        "distributable-missing web.xml WEB-INF/web.xml",
                        "bean-not-serializable cb jsp/colors/colrs.jsp",
                        "changed-in-place cart jsp/sessions/carts.jsp",
                        "changed-in-place cb jsp/colors/colrs.jsp",
                        "changed-in-place numguess jsp/num/numguess.jsp");
    }

    @Test
    void aWarOf200MegabytesIsExaminedInTheSameHeap() throws Exception {
        Path war = temp.resolve("large.war");
        large(war);
        assertThat(Files.size(war)).isGreaterThan(200_000_000);
        End end = doctor(war.toString());
        assertThat(end.err()).isEmpty();
        assertThat(end.out()).contains("Nothing found that a failover would lose", "40000 classes examined");
        assertThat(end.code()).isZero();
    }

    private void refuses(int code, String why, String... words) throws Exception {
        End end = doctor(words);
        assertThat(end.err()).startsWith("cluster-lab: ").contains(why).hasLineCount(1);
        assertThat(end.out()).isEmpty();
        assertThat(end.code()).isEqualTo(code);
    }

    private End doctor(String... words) throws IOException, InterruptedException {
        Path scratch = Files.createTempDirectory(temp, "tmp");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Djava.io.tmpdir=" + scratch,
                "-jar",
                System.getProperty("clusterlab.jar"),
                "doctor"));
        command.addAll(Arrays.asList(words));
        Path out = Files.createTempFile(temp, "out", "");
        Path err = Files.createTempFile(temp, "err", "");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(scratch).as("it leaves nothing behind").isEmptyDirectory();
        return new End(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** 40 libraries, each with 1,000 classes of 10 fields and a picture of 5.2 MB. */
    private static void large(Path war) throws IOException {
        byte[] picture = new byte[5_200_000];
        new Random(1).nextBytes(picture);
        try (OutputStream out = Files.newOutputStream(war);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(1);
            zip.putNextEntry(new ZipEntry("WEB-INF/web.xml"));
            zip.write("<web-app><distributable/></web-app>".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            for (int jar = 0; jar < 40; jar++) {
                zip.putNextEntry(new ZipEntry("WEB-INF/lib/lib" + jar + ".jar"));
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                try (ZipOutputStream inner = new ZipOutputStream(bytes)) {
                    inner.putNextEntry(new ZipEntry("picture.bin"));
                    inner.write(picture);
                    for (int i = 0; i < 1_000; i++) {
                        String name = "shop/lib" + jar + "/Class" + i;
                        inner.putNextEntry(new ZipEntry(name + ".class"));
                        inner.write(classWithFields(name));
                    }
                }
                zip.write(bytes.toByteArray());
            }
        }
    }

    private static byte[] classWithFields(String name) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V11, Opcodes.ACC_PUBLIC, name, null, "java/lang/Object", null);
        for (int i = 0; i < 10; i++) {
            writer.visitField(0, "field" + i, "Ljava/util/List;", "Ljava/util/List<L" + name + ";>;", null)
                    .visitEnd();
        }
        writer.visitEnd();
        return writer.toByteArray();
    }
}
