package clusterlab.export;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.Browser;
import clusterlab.distribution.TomcatFinder;
import clusterlab.distribution.Unpacker;
import clusterlab.spec.SpecException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** An unmodified Tomcat that runs an exported CATALINA_BASE with its own catalina.sh. */
public final class StockTomcat implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path log;

    private StockTomcat(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** The CATALINA_HOME of this version; the test is skipped if this machine has none. */
    public static Path home(String version) throws IOException {
        try {
            return Unpacker.unpacked(
                    TomcatFinder.ofThisMachine().find("--tomcat", version), Path.of("target", "stock-tomcats"));
        } catch (SpecException e) {
            Assumptions.abort("no Tomcat " + version + " here: " + e.getMessage());
            throw new IllegalStateException(e);
        }
    }

    /** What {@code catalina.sh configtest} says about the base; it has to like it. */
    public static String configtest(Path home, Path base) throws Exception {
        Path said = base.resolve("logs/configtest.txt");
        Process test = catalina(home, base, "configtest", said);
        try {
            assertThat(test.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .as("configtest ends")
                    .isTrue();
        } finally {
            test.destroyForcibly();
        }
        String text = Files.readString(said, StandardCharsets.UTF_8);
        assertThat(test.exitValue()).as(text).isZero();
        return text;
    }

    /** Starts the base with {@code catalina.sh run}. */
    public static StockTomcat run(Path home, Path base) throws IOException {
        Path log = base.resolve("logs/catalina.out");
        return new StockTomcat(catalina(home, base, "run", log), log);
    }

    private static Process catalina(Path home, Path base, String command, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                List.of("sh", home.toAbsolutePath().resolve("bin/catalina.sh").toString(), command));
        builder.environment().put("CATALINA_HOME", home.toAbsolutePath().toString());
        builder.environment().put("CATALINA_BASE", base.toAbsolutePath().toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("CATALINA_OPTS", "-Xmx128m -XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    /** Waits until this address answers 200. */
    public void awaitHealth(String url) {
        eventually(url)
                .atMost(Duration.ofSeconds(PATIENCE_SECONDS))
                .untilAsserted(() -> assertThat(status(url)).as(this::said).isEqualTo(200));
    }

    private int status(String url) {
        if (!process.isAlive()) {
            return -1;
        }
        try {
            return new Browser().open(url).status();
        } catch (IOException notYet) {
            return 0;
        }
    }

    /** The words of its JVM's command: catalina.sh becomes the JVM. */
    public List<String> arguments() {
        return process.info().arguments().map(List::of).orElse(List.of());
    }

    /** Its log. */
    public String said() {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
