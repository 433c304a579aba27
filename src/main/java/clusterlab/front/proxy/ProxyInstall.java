package clusterlab.front.proxy;

import clusterlab.front.FrontUnavailableException;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A program of this machine.
 *
 * @param program its file
 * @param version such as 2.6.12
 */
record ProxyInstall(Path program, String version) {
    private static final List<String> FOLDERS = List.of(
            "/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin", "/home/linuxbrew/.linuxbrew/bin");
    private static final Pattern VERSION = Pattern.compile("version[: ]+(?:nginx/)?(\\d+)\\.(\\d+)(?:\\.\\d+)?");

    /**
     * Searches the usual places, then the PATH.
     *
     * @param name haproxy or nginx
     * @param major the oldest version that works
     * @param minor its second number
     * @throws FrontUnavailableException if there is none, or it is older
     */
    static ProxyInstall find(String name, int major, int minor) throws FrontUnavailableException {
        Set<Path> candidates = new LinkedHashSet<>();
        FOLDERS.forEach(folder -> candidates.add(Path.of(folder, name)));
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            if (folder.startsWith("/")) {
                candidates.add(Path.of(folder, name));
            }
        }
        String install = "Install it (Debian, Ubuntu: apt install " + name + "; RHEL, Fedora: dnf install " + name
                + "; macOS: brew install " + name + "), or use --front embedded.";
        for (Path candidate : candidates) {
            if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                Matcher version = VERSION.matcher(said(candidate, install));
                if (!version.find()) {
                    throw new FrontUnavailableException(candidate + " is no " + name + ". " + install);
                }
                int first = Integer.parseInt(version.group(1));
                if (first < major || (first == major && Integer.parseInt(version.group(2)) < minor)) {
                    throw new FrontUnavailableException(candidate + " is " + name + " " + version.group(1) + "."
                            + version.group(2) + "; the front needs " + major + "." + minor + " or newer. " + install);
                }
                return new ProxyInstall(candidate, version.group(1) + "." + version.group(2));
            }
        }
        throw new FrontUnavailableException("This machine has no " + name + ". " + install);
    }

    private static String said(Path program, String install) throws FrontUnavailableException {
        @Nullable Process process = null;
        try {
            process = new ProcessBuilder(program.toString(), "-v")
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor(10, TimeUnit.SECONDS) ? output : "";
        } catch (IOException e) {
            throw new FrontUnavailableException(program + " cannot run: " + e.getMessage() + ". " + install);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        } finally {
            if (process != null) {
                process.destroyForcibly();
            }
        }
    }
}
