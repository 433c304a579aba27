package clusterlab.distribution;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The folder of things that the lab keeps from run to run and can do without: {@code $XDG_CACHE_HOME/cluster-lab} or {@code
 * ~/.cache/cluster-lab}, on macOS {@code ~/Library/Caches/cluster-lab}, on Windows {@code %LOCALAPPDATA%\cluster-lab}.
 *
 * @param path may not exist yet
 */
public record LabCache(Path path) {
    private static final String NAME = "cluster-lab";

    /** The folder of this user. */
    public static LabCache ofUser() {
        return of(System.getProperty("os.name", ""), System.getProperty("user.home", "."), System::getenv);
    }

    /** The same with another system. */
    static LabCache of(String os, String home, UnaryOperator<@Nullable String> environment) {
        String system = os.toLowerCase(Locale.ROOT);
        Path user = Path.of(home).toAbsolutePath();
        if (system.startsWith("windows")) {
            return new LabCache(absolute(environment.apply("LOCALAPPDATA"))
                    .orElse(user.resolve("AppData").resolve("Local"))
                    .resolve(NAME));
        }
        if (system.startsWith("mac")) {
            return new LabCache(user.resolve("Library").resolve("Caches").resolve(NAME));
        }
        return new LabCache(absolute(environment.apply("XDG_CACHE_HOME"))
                .orElse(user.resolve(".cache"))
                .resolve(NAME));
    }

    /** A relative XDG_CACHE_HOME has to be ignored, says the XDG Base Directory Specification. */
    private static Optional<Path> absolute(@Nullable String path) {
        try {
            return Optional.ofNullable(path)
                    .filter(text -> !text.isEmpty())
                    .map(Path::of)
                    .filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** Where a user can put archives of Tomcats. */
    public Path downloads() {
        return path.resolve("tomcat");
    }

    /** Where archives are unpacked, see {@link Unpacker}. */
    public Path homes() {
        return path.resolve("homes");
    }
}
