package clusterlab.front.httpd;

import clusterlab.export.ConfigWriter;
import clusterlab.export.HttpdFiles;
import clusterlab.export.HttpdTarget;
import clusterlab.export.HttpdTarget.Account;
import clusterlab.export.HttpdTarget.Activation;
import clusterlab.front.FrontUnavailableException;
import clusterlab.front.program.FrontProgram;
import clusterlab.front.program.ProgramProcess;
import clusterlab.spec.BalancerSpec.Connector;
import clusterlab.spec.NodeSpec;
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
 * An httpd program and its folder.
 *
 * @param install the program and its modules
 * @param connector the module that reaches the nodes
 * @param dir absolute; has the configuration, {@code logs} and {@code run}
 */
record HttpdCommand(HttpdInstall install, Connector connector, Path dir) implements FrontProgram {

    /** Users of httpd in distributions. The first that exists on this machine is used. */
    private static final List<String> ACCOUNTS = List.of("www-data", "apache", "_www", "http", "daemon", "nobody");

    @Override
    public String name() {
        return "httpd";
    }

    @Override
    public int port(NodeSpec node) {
        return node.ajpPort();
    }

    @Override
    public void configure(Topology topology, Map<String, Activation> activations) throws IOException {
        Path jk = install.jkModule().orElse(install.modules().resolve("mod_jk.so"));
        HttpdTarget target = new HttpdTarget(
                connector, dir.toString(), install.modules().toString(), jk.toString(), account(), activations);
        ConfigWriter.writeClosed(dir, HttpdFiles.of(topology, target));
        check();
    }

    @Override
    public ProgramProcess start() throws IOException {
        return ProgramProcess.start(
                List.of(install.program().toString(), "-f", conf().toString(), "-DNO_DETACH"), "USR1", output());
    }

    @Override
    public Path errorLog() {
        return dir.resolve(HttpdFiles.LOGS).resolve("error.log");
    }

    @Override
    public IOException whyNotStarted(int port) throws IOException {
        String words = lastWords();
        if (text(output()).contains("could not bind to address")) {
            return new FrontUnavailableException("--front-port " + port
                    + ": the port is in use; stop the program that uses it, or choose another --front-port.");
        }
        return new IOException("httpd did not start: " + words + " See " + errorLog() + ".");
    }

    /** The last line that it printed or logged. */
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
                .orElse("it printed nothing.");
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
                    "httpd rejects " + conf() + ": " + text(report).strip());
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
     * If root starts httpd, its children need another user. They read only files that root has opened. If another user starts
     * httpd, its children have the same user.
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
                // On macOS the number of nobody is negative, and httpd rejects it.
                if (fields[0].equals(name) && fields[3].matches("\\d+")) {
                    return Optional.of(new Account(name, "#" + fields[3]));
                }
            }
        }
        throw new FrontUnavailableException(
                "If root starts httpd, its children need another user, and this machine has none of "
                        + String.join(", ", ACCOUNTS)
                        + ". Create one of them, or run the lab as another user than root.");
    }
}
