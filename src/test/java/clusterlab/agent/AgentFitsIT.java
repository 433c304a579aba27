package clusterlab.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import clusterlab.distribution.LabCache;
import clusterlab.distribution.TomcatFinder;
import clusterlab.distribution.Unpacker;
import clusterlab.spec.SpecException;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassReader;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.ClassVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.MethodVisitor;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Opcodes;
import com.tngtech.archunit.thirdparty.org.objectweb.asm.Type;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent compiles against each line of Tomcat, and the one binary links against all of them. */
class AgentFitsIT {
    private static final Path SOURCES = Path.of("src/main/java/clusterlab/agent");
    private static final Path CLASSES = Path.of("target/classes/clusterlab/agent");
    private static final int JAVA_11 = 55;

    @TempDir
    Path temp;

    private static List<Path> jars(String version) throws IOException {
        try {
            Path home = Unpacker.unpacked(
                    TomcatFinder.ofThisMachine().find("--tomcat", version),
                    LabCache.ofUser().homes());
            try (Stream<Path> lib = Files.list(home.resolve("lib"));
                    Stream<Path> bin = Files.list(home.resolve("bin"))) {
                return Stream.concat(lib, bin)
                        .filter(file -> file.toString().endsWith(".jar"))
                        .toList();
            }
        } catch (SpecException missing) {
            assumeTrue(false, version + " is not on this machine");
            return List.of();
        }
    }

    private static List<Path> files(Path folder, String end) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(end)).toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"9.0.117", "10.1.59", "11.0.21", "11.0.24"})
    void compiles(String version) throws Exception {
        List<Path> jars = new ArrayList<>(jars(version));
        jars.add(Path.of(NullMarked.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI()));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        boolean compiled = compiler.getTask(
                        messages,
                        null,
                        null,
                        List.of(
                                "--release",
                                "11",
                                "-proc:none",
                                "-d",
                                temp.toString(),
                                "-cp",
                                jars.stream()
                                        .map(Path::toString)
                                        .collect(Collectors.joining(java.io.File.pathSeparator))),
                        null,
                        compiler.getStandardFileManager(null, null, null)
                                .getJavaFileObjectsFromPaths(files(SOURCES, ".java")))
                .call();
        assertThat(compiled).as(messages.toString()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"9.0.117", "10.1.59", "11.0.21", "11.0.24"})
    void links(String version) throws Exception {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars(version)) {
            urls.add(jar.toUri().toURL());
        }
        urls.add(CLASSES.getParent().getParent().toUri().toURL());
        try (URLClassLoader tomcat =
                new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader())) {
            Set<String> missing = new TreeSet<>();
            for (Path file : files(CLASSES, ".class")) {
                try (InputStream in = Files.newInputStream(file)) {
                    ClassReader reader = new ClassReader(in);
                    assertThat(reader.readShort(6)).as(file + ", major version").isLessThanOrEqualTo((short) JAVA_11);
                    reader.accept(new References(tomcat, missing), 0);
                }
            }
            assertThat(missing).isEmpty();
        }
    }

    /** Looks up each method and field of Tomcat that a class names, as the JVM links them: by name and exact descriptor. */
    private static final class References extends ClassVisitor {
        private final ClassLoader tomcat;
        private final Set<String> missing;

        private References(ClassLoader tomcat, Set<String> missing) {
            super(Opcodes.ASM9);
            this.tomcat = tomcat;
            this.missing = missing;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String method, String type, boolean isInterface) {
                    look(owner, method, type, true);
                }

                @Override
                public void visitFieldInsn(int opcode, String owner, String field, String type) {
                    look(owner, field, type, false);
                }
            };
        }

        private void look(String owner, String name, String descriptor, boolean method) {
            if (!owner.startsWith("org/apache/")) {
                return;
            }
            try {
                if (!has(Class.forName(owner.replace('/', '.'), false, tomcat), name, descriptor, method)) {
                    missing.add(owner + "." + name + descriptor);
                }
            } catch (ClassNotFoundException e) {
                missing.add(owner);
            }
        }

        private static boolean has(Class<?> type, String name, String descriptor, boolean method) {
            Deque<Class<?>> open = new ArrayDeque<>(List.of(type, Object.class));
            while (!open.isEmpty()) {
                Class<?> each = open.remove();
                boolean found = !method
                        ? Arrays.stream(each.getDeclaredFields())
                                .anyMatch(f -> f.getName().equals(name)
                                        && Type.getDescriptor(f.getType()).equals(descriptor))
                        : name.equals("<init>")
                                ? Arrays.stream(each.getDeclaredConstructors())
                                        .anyMatch(c ->
                                                Type.getConstructorDescriptor(c).equals(descriptor))
                                : Arrays.stream(each.getDeclaredMethods())
                                        .anyMatch(m -> m.getName().equals(name)
                                                && Type.getMethodDescriptor(m).equals(descriptor));
                if (found) {
                    return true;
                }
                if (each.getSuperclass() != null) {
                    open.add(each.getSuperclass());
                }
                open.addAll(List.of(each.getInterfaces()));
            }
            return false;
        }
    }
}
