package clusterlab.cli;

import clusterlab.app.doctor.Diagnosis;
import clusterlab.app.doctor.DiagnosisJson;
import clusterlab.app.doctor.DiagnosisText;
import clusterlab.app.doctor.Doctor;
import clusterlab.app.doctor.DoctorOptions;
import clusterlab.app.doctor.Sarif;
import clusterlab.app.doctor.UnreadableAppException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Examines an application without starting it. */
@Command(
        name = "doctor",
        description = {
            "Examine an application: what would its sessions lose at a failover?",
            "Reads classes and descriptors only, boots nothing, and takes seconds.",
            ""
        },
        sortOptions = false,
        usageHelpWidth = 80,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Nothing was found that loses data",
            "1:Something would lose data",
            "64:An option is wrong",
            "69:The application can't be examined, or the output can't be written"
        },
        footer = {
            "",
            "Examples:",
            "  cluster-lab doctor target/shop.war",
            "  cluster-lab doctor target/shop.war --format sarif --output doctor.sarif"
        })
final class DoctorCommand implements Callable<Integer> {
    private static final int LOSES = 1;

    @Parameters(
            paramLabel = "APP",
            arity = "1",
            description = "A WAR (also of Spring Boot), or the folder of an application")
    @Nullable
    String app;

    @Option(names = "--format", paramLabel = "KIND", description = "text, json or sarif (2.1.0). Default: text")
    @Nullable
    String format;

    @Option(names = "--output", paramLabel = "FILE", description = "Write it to this file. Default: stdout")
    @Nullable
    String file;

    @Option(names = "--json", description = "The same as --format json")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help")
    boolean help;

    @Override
    public Integer call() throws IOException {
        String kind = format == null ? json ? "json" : "text" : format.toLowerCase(Locale.ROOT);
        Output output = Main.output(!kind.equals("text"));
        if (!FormOutput.isKnown(kind, format, json, output)) {
            return ExitCode.USAGE;
        }
        Path path;
        Path target;
        try {
            path = Path.of(String.valueOf(app));
            target = file == null ? null : Path.of(file);
        } catch (InvalidPathException e) {
            output.say("cluster-lab: '" + e.getInput() + "': this is not a path.");
            return ExitCode.USAGE;
        }
        Diagnosis diagnosis;
        try {
            diagnosis = Doctor.examine(path, DoctorOptions.DEFAULT);
        } catch (UnreadableAppException e) {
            output.say("cluster-lab: " + e.getMessage());
            return ExitCode.UNAVAILABLE;
        }
        if (!Rendering.write(target, diagnosis, kind, output)) {
            return ExitCode.UNAVAILABLE;
        }
        return diagnosis.loses() ? LOSES : ExitCode.OK;
    }

    /** Apart from the command, so that a start of any other one loads no class of the doctor's. */
    private static final class Rendering {
        static boolean write(@Nullable Path target, Diagnosis diagnosis, String kind, Output output)
                throws IOException {
            String own = new Versions().own();
            return FormOutput.write(
                    target,
                    kind,
                    () -> DiagnosisText.of(diagnosis),
                    () -> DiagnosisJson.tree(diagnosis),
                    () -> Sarif.tree(diagnosis, own),
                    output);
        }
    }
}
