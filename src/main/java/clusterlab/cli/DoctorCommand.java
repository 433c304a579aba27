package clusterlab.cli;

import clusterlab.app.doctor.Diagnosis;
import clusterlab.app.doctor.DiagnosisJson;
import clusterlab.app.doctor.DiagnosisText;
import clusterlab.app.doctor.Doctor;
import clusterlab.app.doctor.DoctorOptions;
import clusterlab.app.doctor.Sarif;
import clusterlab.app.doctor.UnreadableAppException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    FormOptions form = new FormOptions();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help")
    boolean help;

    @Override
    public Integer call() throws IOException {
        Output output = form.output();
        if (!form.areSound(output)) {
            return ExitCode.USAGE;
        }
        Optional<Path> path = FormOptions.path(String.valueOf(app), output);
        if (path.isEmpty()) {
            return ExitCode.USAGE;
        }
        Diagnosis diagnosis;
        try {
            diagnosis = Doctor.examine(path.get(), DoctorOptions.DEFAULT);
        } catch (UnreadableAppException e) {
            output.say("cluster-lab: " + e.getMessage());
            return ExitCode.UNAVAILABLE;
        }
        if (!Rendering.write(form, diagnosis, output)) {
            return ExitCode.UNAVAILABLE;
        }
        return diagnosis.loses() ? LOSES : ExitCode.OK;
    }

    /** Apart from the command, so that a start of any other one loads no class of the doctor's. */
    private static final class Rendering {
        static boolean write(FormOptions form, Diagnosis diagnosis, Output output) throws IOException {
            String own = new Versions().own();
            return form.write(
                    () -> DiagnosisText.of(diagnosis),
                    () -> DiagnosisJson.tree(diagnosis),
                    () -> Sarif.tree(diagnosis, own),
                    output);
        }
    }
}
