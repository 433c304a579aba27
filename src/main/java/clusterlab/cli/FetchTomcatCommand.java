package clusterlab.cli;

import clusterlab.distribution.MavenCommand;
import clusterlab.distribution.TomcatFinder;
import clusterlab.spec.SpecException;
import clusterlab.spec.TomcatVersion;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Downloads one Tomcat through the user's Maven into the local Maven repository, where {@code --tomcat} finds it. */
@Command(
        name = "tomcat",
        description = {
            "Download a Tomcat into the local Maven repository, through your Maven (mvn dependency:get).",
            "Then --tomcat VERSION finds it.",
            ""
        },
        sortOptions = false,
        usageHelpWidth = 80)
final class FetchTomcatCommand implements Callable<Integer> {
    /** 14 MB, and at the first time Maven's own plugin. */
    private static final Duration LIMIT = Duration.ofMinutes(10);

    @Parameters(paramLabel = "VERSION", arity = "1", description = "Such as 9.0.117, 10.1.59 or 11.0.24")
    @Nullable
    String version;

    @Option(names = "--json", description = "Print only one JSON object to stdout")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help")
    boolean help;

    @Override
    public Integer call() throws InterruptedException {
        Output output = Main.output(json);
        TomcatVersion asked;
        try {
            asked = TomcatFinder.version("fetch tomcat", String.valueOf(version));
        } catch (SpecException e) {
            return Launch.refuse(e, output);
        }
        TomcatFinder tomcats = TomcatFinder.ofThisMachine();
        Optional<Path> there = tomcats.archive(asked);
        if (there.isPresent()) {
            return tell(asked, there.get(), "is already at", output);
        }
        Optional<MavenCommand> maven = MavenCommand.find();
        if (maven.isEmpty()) {
            output.say("cluster-lab: fetch tomcat " + asked
                    + ": this needs Maven, and there is no mvn on the PATH or in MAVEN_HOME; install Maven, or run this"
                    + " where it is: " + MavenCommand.text(asked, tomcats) + ".");
            return ExitCode.UNAVAILABLE;
        }
        AtomicBoolean ending = new AtomicBoolean();
        Thread main = Thread.currentThread();
        Main.onEnd(() -> {
            ending.set(true);
            main.interrupt();
        });
        output.say("Running " + MavenCommand.text(asked, tomcats) + " for at most " + LIMIT.toMinutes() + " minutes.");
        try {
            return tell(asked, maven.get().fetch(asked, tomcats, LIMIT), "is now at", output);
        } catch (IOException e) {
            output.say("cluster-lab: fetch tomcat " + asked + ": " + e.getMessage());
        } catch (InterruptedException e) {
            if (!ending.get()) {
                throw e;
            }
            output.say("Stopped before the end; Maven was ended.");
        }
        return ExitCode.UNAVAILABLE;
    }

    private static int tell(TomcatVersion version, Path file, String is, Output output) {
        output.text("Tomcat " + version + " " + is + " " + file + ".\n");
        Map<String, @Nullable Object> line = new LinkedHashMap<>();
        line.put("event", "fetched");
        line.put("version", version.toString());
        line.put("file", file.toString());
        output.json(line);
        return ExitCode.OK;
    }
}
