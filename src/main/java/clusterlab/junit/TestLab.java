package clusterlab.junit;

import clusterlab.Lab;
import clusterlab.cluster.BootException;
import clusterlab.cluster.BootListener;
import clusterlab.distribution.TomcatFinder;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.HostSpec;
import clusterlab.spec.NodeRuntime;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Preset;
import clusterlab.spec.SpecException;
import clusterlab.spec.SpecException.Problem;
import clusterlab.spec.Words;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.JUnitException;
import org.junit.platform.commons.support.ReflectionSupport;

/** A lab, its ports, and where its logs go if a test fails. JUnit closes it with the test or class that it belongs to. */
@SuppressWarnings("deprecation") // JUnit before 5.13 closes no other type.
final class TestLab implements ExtensionContext.Store.CloseableResource, AutoCloseable {
    /** Folders of a node that hold no evidence: classes of pages, and the application, which the user has. */
    private static final Set<String> NO_EVIDENCE = Set.of("work", "webapps", "temp");

    private final PortPolicy ports = PortPolicy.probing();
    private final Path artifacts;
    private @Nullable Lab lab;

    private TestLab(Path artifacts) {
        this.artifacts = artifacts;
    }

    /**
     * Boots.
     *
     * @param owner the class or method that the lab is for, as the name of a folder
     * @throws ExtensionConfigurationException if the annotation says what can't be used
     * @throws JUnitException if the lab does not become ready; its logs are kept
     */
    static TestLab boot(ClusterLab wanted, String owner) {
        TestLab made = new TestLab(Path.of(wanted.artifacts()));
        boolean ready = false;
        try {
            Lab lab = new Lab(Planner.plan(spec(wanted), made.ports).topology(), made.ports, BootListener.NONE);
            made.lab = lab;
            lab.boot();
            ready = true;
            return made;
        } catch (SpecException e) {
            throw new ExtensionConfigurationException("@ClusterLab: " + text(e), e);
        } catch (BootException e) {
            throw new JUnitException(
                    "@ClusterLab: " + e.getMessage()
                            + made.keep(owner)
                                    .map(folder -> " The logs are in " + folder + ".")
                                    .orElse(""),
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JUnitException("@ClusterLab: the boot was interrupted.", e);
        } finally {
            if (!ready) {
                made.close();
            }
        }
    }

    private static String text(SpecException e) {
        return e.problems().stream().map(Problem::message).collect(Collectors.joining(" "));
    }

    private static ClusterSpec spec(ClusterLab wanted) throws SpecException {
        Preset preset = word(Words.PRESET, wanted.preset());
        ClusterSpec.Builder spec = ClusterSpec.builder(preset)
                .anyPorts()
                .nodes(wanted.nodes())
                .contextPath(wanted.contextPath())
                .sticky(wanted.sticky())
                .readyTimeout(Duration.ofSeconds(wanted.readySeconds()))
                .host(host(wanted));
        if (!wanted.webapp().isEmpty()) {
            spec.webapp(Path.of(wanted.webapp()));
        }
        if (!wanted.manager().isEmpty()) {
            spec.manager(word(Words.MANAGER, wanted.manager()));
        }
        if (!wanted.sendOptions().isEmpty()) {
            spec.sendOptions(word(Words.SEND_OPTIONS, wanted.sendOptions()));
        }
        return ReflectionSupport.newInstance(wanted.plan()).apply(spec).build();
    }

    private static HostSpec host(ClusterLab wanted) throws SpecException {
        if (!wanted.tomcat().isEmpty()) {
            NodeRuntime stock = new NodeRuntime(
                    Optional.of(TomcatFinder.ofThisMachine().find("tomcat =", wanted.tomcat())),
                    Optional.empty(),
                    List.of());
            return new HostSpec(HostSpec.Kind.STOCK, stock, Map.of());
        }
        return wanted.process() ? new HostSpec(HostSpec.Kind.PROCESS, NodeRuntime.OWN, Map.of()) : HostSpec.JVM;
    }

    private static <T> T word(Words<T> words, String text) throws SpecException {
        return words.value(text)
                .orElseThrow(() -> new SpecException(
                        List.of(Problem.usage(words.name() + " = \"" + text + "\": " + words.advice() + "."))));
    }

    Lab lab() {
        if (lab == null) {
            throw new IllegalStateException("the lab was not booted");
        }
        return lab;
    }

    /**
     * Copies logs, generated files and events.
     *
     * @param test whose failure they explain
     * @return the folder; empty if it could not be written
     */
    Optional<Path> keep(String test) {
        if (lab == null) {
            return Optional.empty();
        }
        Path from = lab.folder().path();
        Path to = artifacts.resolve(test).toAbsolutePath();
        try {
            Files.walkFileTree(from, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) throws IOException {
                    if (NO_EVIDENCE.contains(String.valueOf(dir.getFileName()))) {
                        return FileVisitResult.SKIP_SUBTREE;
                    }
                    Files.createDirectories(to.resolve(from.relativize(dir).toString()));
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.copy(file, to.resolve(from.relativize(file).toString()), StandardCopyOption.REPLACE_EXISTING);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException removedMeanwhile) {
                    return FileVisitResult.CONTINUE;
                }
            });
            return Optional.of(to);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        if (lab != null) {
            lab.close();
        }
        ports.close();
    }
}
