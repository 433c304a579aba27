package clusterlab.front.httpd;

import clusterlab.export.HttpdLayout;
import clusterlab.front.FrontUnavailableException;
import clusterlab.spec.BalancerSpec.Connector;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An Apache httpd on this machine.
 *
 * @param program the server's program
 * @param version such as 2.4.62
 * @param modules folder of {@code mod_*.so}
 * @param jkModule mod_jk, if it is installed
 */
public record HttpdInstall(Path program, String version, Path modules, Optional<Path> jkModule) {

    private static final Pattern VERSION = Pattern.compile("Apache/(\\d+)\\.(\\d+)\\.(\\d+)");
    private static final String INSTALL =
            "Install it (Debian, Ubuntu: apt install apache2 libapache2-mod-jk; RHEL, Fedora: dnf install httpd; macOS:"
                    + " brew install httpd), name its program with --httpd PATH, or use --front embedded.";

    /**
     * Searches the usual places, then the PATH.
     *
     * @param asked the program, or empty to search for one
     * @throws FrontUnavailableException if there is none, if it is older than 2.4.10, or if its modules are missing
     */
    public static HttpdInstall find(Optional<Path> asked) throws FrontUnavailableException {
        if (asked.isPresent()) {
            Path program = asked.get().toAbsolutePath();
            if (!Files.isRegularFile(program) || !Files.isExecutable(program)) {
                throw new FrontUnavailableException(
                        "--httpd " + asked.get() + ": this is not an executable program; check the path.");
            }
            return inspect(program);
        }
        Set<Path> candidates = new LinkedHashSet<>();
        HttpdLayout.ALL.forEach(layout -> layout.programs().forEach(path -> candidates.add(Path.of(path))));
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (folder.startsWith("/")) {
                candidates.add(Path.of(folder, "apache2"));
                candidates.add(Path.of(folder, "httpd"));
            }
        }
        for (Path candidate : candidates) {
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                return inspect(candidate);
            }
        }
        throw new FrontUnavailableException("This machine has no Apache httpd. " + INSTALL);
    }

    /**
     * The connector to use.
     *
     * @param asked the user's choice, or empty for mod_jk where it is installed, else mod_proxy
     * @throws FrontUnavailableException if this httpd does not have it
     */
    public Connector connector(Optional<Connector> asked) throws FrontUnavailableException {
        Connector connector = asked.orElse(jkModule.isPresent() ? Connector.MOD_JK : Connector.MOD_PROXY);
        if (connector == Connector.MOD_JK && jkModule.isEmpty()) {
            throw new FrontUnavailableException("--connector mod_jk: there is no mod_jk.so in " + modules
                    + "; on Debian and Ubuntu apt install libapache2-mod-jk, elsewhere build it from tomcat-connectors"
                    + " with apxs, or use --connector mod_proxy.");
        }
        if (connector == Connector.MOD_PROXY) {
            if (compare(version, 2, 4, 42) < 0) {
                throw new FrontUnavailableException("mod_proxy of httpd " + version
                        + " cannot send the AJP secret; update httpd to 2.4.42 or newer, or install mod_jk.");
            }
            if (!Files.exists(modules.resolve("mod_proxy_ajp.so"))) {
                throw new FrontUnavailableException("There is no mod_proxy_ajp.so in " + modules + ". " + INSTALL);
            }
        }
        return connector;
    }

    private static HttpdInstall inspect(Path program) throws FrontUnavailableException {
        String version = version(program);
        if (compare(version, 2, 4, 10) < 0) {
            throw new FrontUnavailableException(
                    program + " is httpd " + version + "; the front needs 2.4.10 or newer. " + INSTALL);
        }
        Path modules = modules(program);
        return new HttpdInstall(
                program,
                version,
                modules,
                Optional.of(modules.resolve("mod_jk.so")).filter(Files::isRegularFile));
    }

    private static String version(Path program) throws FrontUnavailableException {
        @Nullable Process process = null;
        try {
            process = new ProcessBuilder(program.toString(), "-v")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher matcher = VERSION.matcher(output);
            if (process.waitFor(10, TimeUnit.SECONDS) && matcher.find()) {
                return matcher.group().substring("Apache/".length());
            }
        } catch (IOException e) {
            throw new FrontUnavailableException(program + " cannot run: " + e.getMessage() + ". " + INSTALL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
        throw new FrontUnavailableException(program + " is not an Apache httpd. " + INSTALL);
    }

    /** The folder beside the program if httpd has its own prefix, otherwise the folder of a distribution. */
    private static Path modules(Path program) throws FrontUnavailableException {
        List<Path> candidates = new ArrayList<>();
        HttpdLayout.ALL.stream()
                .filter(layout -> layout.programs().contains(program.toString()))
                .forEach(layout -> layout.modules().forEach(path -> candidates.add(Path.of(path))));
        @Nullable Path bin = program.getParent();
        if (bin != null) {
            candidates.add(bin.resolveSibling("modules"));
            candidates.add(bin.resolveSibling("lib").resolve("httpd").resolve("modules"));
        }
        HttpdLayout.ALL.forEach(layout -> layout.modules().forEach(path -> candidates.add(Path.of(path))));
        return candidates.stream()
                .filter(folder -> Files.exists(folder.resolve("mod_headers.so")))
                .findFirst()
                .orElseThrow(() -> new FrontUnavailableException(
                        "The modules of " + program + " are missing, for example mod_headers.so. " + INSTALL));
    }

    private static int compare(String version, int... other) {
        return Arrays.compare(
                Arrays.stream(version.split("\\.", -1))
                        .mapToInt(Integer::parseInt)
                        .toArray(),
                other);
    }
}
