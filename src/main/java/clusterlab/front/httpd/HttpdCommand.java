package clusterlab.front.httpd;

import clusterlab.export.ConfigWriter;
import clusterlab.export.HttpdFiles;
import clusterlab.export.HttpdTarget;
import clusterlab.export.HttpdTarget.Account;
import clusterlab.export.HttpdTarget.Activation;
import clusterlab.front.FrontUnavailableException;
import clusterlab.spec.BalancerSpec.Connector;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An httpd program and the folder that it is run on.
 *
 * @param install the program and its modules
 * @param connector the way to the nodes
 * @param dir absolute; has the configuration, {@code logs} and {@code run}
 */
record HttpdCommand(HttpdInstall install, Connector connector, Path dir) {

    /** Whom distributions run httpd as; the first that this machine knows. */
    private static final List<String> ACCOUNTS = List.of("www-data", "apache", "_www", "http", "daemon", "nobody");

    /**
     * Writes the configuration and has httpd check it.
     *
     * @throws IOException if it can't be written, or httpd refuses it
     */
    void configure(Topology topology, Map<String, Activation> activations) throws IOException {
        Path jk = install.jkModule().orElse(install.modules().resolve("mod_jk.so"));
        HttpdTarget target = new HttpdTarget(
                connector, dir.toString(), install.modules().toString(), jk.toString(), account(), activations);
        ConfigWriter.write(dir, HttpdFiles.of(topology, target));
        check();
    }

    /** Starts it; it is not up yet when this returns. */
    HttpdProcess start() throws IOException {
        return HttpdProcess.start(install.program(), conf(), output());
    }

    Path errorLog() {
        return dir.resolve(HttpdFiles.LOGS).resolve("error.log");
    }

    /** Why httpd ended while it should have come up. */
    IOException whyNotStarted(int port) throws IOException {
        String words = lastWords();
        if (text(output()).contains("could not bind to address")) {
            return new FrontUnavailableException("--front-port " + port
                    + ": httpd can't have the port; end the program that has it, or choose another --front-port.");
        }
        return new IOException("httpd did not start: " + words + " See " + errorLog() + ".");
    }

    /** The last line of what it printed or logged. */
    private String lastWords() {
        return Stream.of(output(), errorLog())
                .flatMap(file -> {
                    try {
                        return text(file).lines();
                    } catch (IOException unreadable) {
                        return Stream.empty();
                    }
                })
                .filter(line -> !line.isBlank())
                .reduce((first, second) -> second)
                .orElse("it said nothing.");
    }

    private void check() throws IOException {
        Path report = dir.resolve(HttpdFiles.LOGS).resolve("check.out");
        Process process = new ProcessBuilder(install.program().toString(), "-f", conf().toString(), "-t")
                .redirectErrorStream(true)
                .redirectOutput(report.toFile())
                .start();
        process.getOutputStream().close();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                throw new IOException("httpd did not finish the check of " + conf() + " in 30 s.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The check of " + conf() + " was interrupted.", e);
        } finally {
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    "httpd refuses " + conf() + ": " + text(report).strip());
        }
    }

    private Path conf() {
        return dir.resolve(HttpdFiles.HTTPD_CONF);
    }

    private Path output() {
        return dir.resolve(HttpdFiles.LOGS).resolve("httpd.out");
    }

    private static String text(Path file) throws IOException {
        return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
    }

    /**
     * Root's httpd has to name somebody else for its children, who read nothing but what root has opened for them. Any
     * other user's httpd stays that user's.
     */
    private static Optional<Account> account() throws IOException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return Optional.empty();
        }
        List<String[]> known = text(Path.of("/etc/passwd"))
                .lines()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length > 3)
                .toList();
        for (String name : ACCOUNTS) {
            for (String[] fields : known) {
                // On macOS nobody's number is negative, which httpd does not take.
                if (fields[0].equals(name) && fields[3].matches("\\d+")) {
                    return Optional.of(new Account(name, "#" + fields[3]));
                }
            }
        }
        throw new FrontUnavailableException("Root's httpd needs another user for its children, and there is none of "
                + String.join(", ", ACCOUNTS) + "; make one, or don't run the lab as root.");
    }
}
