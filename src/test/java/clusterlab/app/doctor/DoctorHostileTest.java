package clusterlab.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import clusterlab.testing.TestApps;
import clusterlab.testing.Twin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Whatever the file is: one sentence, or a finding, and soon. */
class DoctorHostileTest {
    private static final byte[] WEB_XML = "<web-app><distributable/></web-app>".getBytes(StandardCharsets.UTF_8);
    private static final DoctorOptions SMALL = new DoctorOptions(20_000_000, 1_000, 1_000_000);

    @TempDir
    Path temp;

    @Test
    void whatIsNoApplicationIsRefusedWithOneSentence() throws Exception {
        refuses(temp.resolve("no.war"), "there is no such folder or WAR");
        refuses(Files.writeString(temp.resolve("text.war"), "no zip"), "is not a WAR");
        refuses(Files.createDirectory(temp.resolve("empty")), "no class, no page and no WEB-INF/web.xml");
        refuses(war(Map.of("BOOT-INF/classes/a.class", new byte[0])), "Spring Boot jar");
        byte[] whole = Files.readAllBytes(TestApps.war("in-place", Twin.MENDED));
        refuses(Files.write(temp.resolve("cut.war"), java.util.Arrays.copyOf(whole, whole.length / 2)), "is not a WAR");
    }

    @Test
    void anEntryThatLeadsOutIsRefused() throws Exception {
        for (String name : new String[] {"../evil.class", "WEB-INF/../../evil", "/etc/evil", "WEB-INF\\evil"}) {
            refuses(war(Map.of("WEB-INF/web.xml", WEB_XML, name, new byte[1])), "leads out of the folder");
        }
    }

    @Test
    void aBrokenDescriptorIsRefusedWithItsLine() throws Exception {
        refuses(war(Map.of("WEB-INF/web.xml", bytes("<web-app>\n<distributable></web-app>"))), "line 2");
        StringBuilder laughs = new StringBuilder("<!DOCTYPE a [<!ENTITY e0 \"lol\">");
        for (int i = 1; i < 30; i++) {
            laughs.append("<!ENTITY e").append(i).append(" \"");
            laughs.append(("&e" + (i - 1) + ";").repeat(10)).append("\">");
        }
        laughs.append("]><web-app>&e29;</web-app>");
        refuses(war(Map.of("WEB-INF/web.xml", bytes(laughs.toString()))), "is broken");
    }

    @Test
    void anExternalEntityIsNotRead() throws Exception {
        Path secret = Files.writeString(temp.resolve("secret"), "resource-of-mine");
        byte[] xml = bytes(
                "<!DOCTYPE web-app SYSTEM \"http://192.0.2.1/web.dtd\" [<!ENTITY s SYSTEM \"" + secret.toUri()
                        + "\">]><web-app><distributable/><resource-ref><res-ref-name>&s;</res-ref-name></resource-ref></web-app>");
        assertThat(DiagnosisText.of(Doctor.examine(war(Map.of("WEB-INF/web.xml", xml)), SMALL)))
                .doesNotContain("resource-of-mine");
    }

    @Test
    void bombsAreRefused() throws Exception {
        byte[] zeros = new byte[40_000_000];
        byte[] jar = zip(Map.of("big.bin", zeros));
        assertThat(jar.length).isLessThan(100_000);
        refuses(war(Map.of("WEB-INF/web.xml", WEB_XML, "WEB-INF/lib/bomb.jar", jar)), "more than 20 MB of content");
        Map<String, byte[]> classes = new LinkedHashMap<>(Map.of("WEB-INF/web.xml", WEB_XML));
        for (int i = 0; i < 5; i++) {
            classes.put("WEB-INF/classes/Zero" + i + ".class", zeros);
        }
        refuses(war(classes), "more than 20 MB of content");
        Map<String, byte[]> many = new LinkedHashMap<>(Map.of("WEB-INF/web.xml", WEB_XML));
        for (int i = 0; i < 1_100; i++) {
            many.put("file" + i, new byte[0]);
        }
        refuses(war(many), "more than 1000 files");
    }

    @Test
    void aDamagedClassOrLibraryIsANoteAndTheRestIsExamined() throws Exception {
        Path folder = temp.resolve("app");
        copy(TestApps.exploded("in-place", Twin.BROKEN), folder);
        Files.write(folder.resolve("WEB-INF/classes/demo/Broken.class"), new byte[] {1, 2, 3});
        byte[] item = Files.readAllBytes(folder.resolve("WEB-INF/classes/demo/Item.class"));
        Files.write(folder.resolve("WEB-INF/classes/demo/Half.class"), java.util.Arrays.copyOf(item, item.length / 2));
        Files.createDirectories(folder.resolve("WEB-INF/lib"));
        Files.writeString(folder.resolve("WEB-INF/lib/text.jar"), "no jar");
        byte[] jar = zip(Map.of("a.txt", new byte[10_000], "b.txt", new byte[10_000]));
        Files.write(folder.resolve("WEB-INF/lib/half.jar"), java.util.Arrays.copyOf(jar, 40));
        assertThat(Doctor.examine(folder, DoctorOptions.DEFAULT).findings())
                .extracting(
                        finding -> finding.rule().id() + " " + finding.place().file())
                .contains(
                        "changed-in-place demo/Store.java",
                        "not-examined WEB-INF/classes/demo/Broken.class",
                        "not-examined WEB-INF/classes/demo/Half.class",
                        "not-examined WEB-INF/lib/half.jar");
    }

    /** Bits turned over at random in classes that a compiler made: no exception, and no code of theirs runs. */
    @Test
    void noClassFileIsADefect() throws Exception {
        Path folder = temp.resolve("app");
        Path whole = TestApps.exploded("unreadable", Twin.BROKEN);
        copy(whole, folder);
        Random random = new Random(1);
        for (int round = 0; round < 150; round++) {
            for (String name : new String[] {"Cart", "Store", "AddServlet"}) {
                byte[] bytes = Files.readAllBytes(whole.resolve("WEB-INF/classes/demo/" + name + ".class"));
                for (int i = 0; i < 1 + round % 8; i++) {
                    bytes[10 + random.nextInt(bytes.length - 10)] ^= (byte) (1 << random.nextInt(8));
                }
                Files.write(folder.resolve("WEB-INF/classes/demo/" + name + ".class"), bytes);
            }
            assertThat(Doctor.examine(folder, DoctorOptions.DEFAULT).kind()).isEqualTo("folder");
        }
    }

    /** Types without end, circles of superclasses, a method of gigabytes of frames, pages of beginnings. */
    @Test
    void whatNeverEndsIsCutOff() throws Exception {
        Map<String, byte[]> entries = new LinkedHashMap<>(Map.of("WEB-INF/web.xml", WEB_XML));
        entries.put("WEB-INF/classes/demo/Page.class", page());
        entries.put("WEB-INF/classes/demo/Tree.class", tree());
        entries.put("WEB-INF/classes/demo/A.class", classOf("demo/A", "demo/B"));
        entries.put("WEB-INF/classes/demo/B.class", classOf("demo/B", "demo/A"));
        entries.put("a.jsp", bytes("<%--".repeat(200_000)));
        entries.put("b.jsp", bytes("<jsp:useBean ".repeat(70_000)));
        Path war = war(entries);
        Diagnosis diagnosis =
                assertTimeoutPreemptively(Duration.ofSeconds(30), () -> Doctor.examine(war, DoctorOptions.DEFAULT));
        assertThat(diagnosis.findings()).isEmpty();
    }

    /** Puts a Tree into the session, and has a method with most variables that there can be. */
    private static byte[] page() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V11, Opcodes.ACC_PUBLIC, "demo/Page", null, "java/lang/Object", null);
        MethodVisitor method =
                writer.visitMethod(Opcodes.ACC_STATIC, "set", "(Ljakarta/servlet/http/HttpSession;)V", null, null);
        method.visitVarInsn(Opcodes.ALOAD, 0);
        method.visitLdcInsn("tree");
        method.visitTypeInsn(Opcodes.NEW, "demo/Tree");
        method.visitMethodInsn(
                Opcodes.INVOKEINTERFACE,
                "jakarta/servlet/http/HttpSession",
                "setAttribute",
                "(Ljava/lang/String;Ljava/lang/Object;)V",
                true);
        method.visitInsn(Opcodes.RETURN);
        method.visitMaxs(3, 1);
        method.visitEnd();
        MethodVisitor large =
                writer.visitMethod(Opcodes.ACC_STATIC, "large", "(Ljakarta/servlet/http/HttpSession;)V", null, null);
        for (int i = 0; i < 60_000; i++) {
            large.visitInsn(Opcodes.NOP);
        }
        large.visitInsn(Opcodes.RETURN);
        large.visitMaxs(65_535, 65_535);
        large.visitEnd();
        writer.visitEnd();
        return writer.toByteArray();
    }

    /** Each of its fields is a tree of something larger. */
    private static byte[] tree() {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(
                Opcodes.V11,
                Opcodes.ACC_PUBLIC,
                "demo/Tree",
                "<T:Ljava/lang/Object;>Ljava/lang/Object;Ljava/io/Serializable;",
                "java/lang/Object",
                new String[] {"java/io/Serializable"});
        for (String held : new String[] {"List", "Set", "Queue", "Deque", "Collection", "ArrayList", "LinkedList"}) {
            for (int i = 0; i < 50; i++) {
                writer.visitField(
                                0,
                                held + i,
                                "Ldemo/Tree;",
                                "Ldemo/Tree<Ljava/util/" + held + "<" + "[".repeat(i) + "TT;>;>;",
                                null)
                        .visitEnd();
            }
        }
        writer.visitEnd();
        return writer.toByteArray();
    }

    private static byte[] classOf(String name, String parent) {
        ClassWriter writer = new ClassWriter(0);
        writer.visit(Opcodes.V11, Opcodes.ACC_PUBLIC, name, null, parent, new String[] {"java/io/Serializable"});
        writer.visitEnd();
        return writer.toByteArray();
    }

    @Test
    void namesOfTheApplicationDoNotMoveTheCursor() throws Exception {
        byte[] xml = bytes(
                "<web-app><distributable/><resource-ref><res-ref-name>a\u009b2Jb\u202e</res-ref-name></resource-ref>"
                        + "</web-app>");
        String text = DiagnosisText.of(Doctor.examine(war(Map.of("WEB-INF/web.xml", xml)), SMALL));
        assertThat(text).contains("a?2Jb?").doesNotContain("\u009b", "\u202e");
    }

    private void refuses(Path app, String why) {
        assertThatThrownBy(() -> Doctor.examine(app, SMALL))
                .isInstanceOf(UnreadableAppException.class)
                .hasMessageStartingWith(app + ": ")
                .hasMessageContaining(why)
                .hasMessageEndingWith(".")
                .hasMessageNotContainingAny("\n", "\r");
    }

    private Path war(Map<String, byte[]> entries) throws IOException {
        return Files.write(Files.createTempFile(temp, "app", ".war"), zip(entries));
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }
}
