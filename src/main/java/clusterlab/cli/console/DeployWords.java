package clusterlab.cli.console;

import static clusterlab.lang.Lang.tr;

import clusterlab.agent.DeployedView.State;
import clusterlab.app.doctor.Doctor;
import clusterlab.app.doctor.DoctorOptions;
import clusterlab.app.doctor.UnreadableAppException;
import clusterlab.cluster.ApplicationView;
import clusterlab.cluster.Farm;
import clusterlab.diagnosis.Severity;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The words for applications that come while the lab runs. */
final class DeployWords {
    private static final String HOME = "~/";

    private DeployWords() {}

    /** The path that a user wrote; ~ is the user's folder. */
    static Path path(String given) throws CommandException {
        try {
            return Path.of(
                    given.startsWith(HOME)
                            ? System.getProperty("user.home", "") + given.substring(HOME.length() - 1)
                            : given);
        } catch (InvalidPathException e) {
            throw new CommandException(tr("%s is no path of a file.", given));
        }
    }

    @Command(
            name = "deploy",
            description = {
                "Deploy a WAR on all (applications, undeploy).",
                "It goes into the folder that one node watches (on NODE); Tomcat sends it on.",
                "as NAME.war gives it another name; shop##2.war is version 2 beside version 1."
            },
            footer = {"deploy target/shop.war", "deploy target/shop-2.0.war as shop##2.war on node2"})
    static final class DeployWord extends Word {
        @Parameters(paramLabel = "FILE", arity = "1..*")
        private List<String> file = new ArrayList<>();

        @Option(names = "as", paramLabel = "NAME.war")
        private @Nullable String name;

        @Option(names = "on", paramLabel = "NODE")
        private @Nullable String node;

        @Override
        String act(WordRun run) throws CommandException, ActionException, InterruptedException {
            // A path with blanks is several words.
            String given = String.join(" ", file);
            Path war = path(given);
            Path last = war.getFileName();
            Farm.Deployed deployed = run.lab()
                    .deploy(
                            war,
                            name != null ? name : last == null ? given : last.toString(),
                            Optional.ofNullable(node));
            return answer(run, deployed) + undistributed(war);
        }

        /** A warning if Tomcat will not replicate its sessions; nothing at its start says so. */
        private static String undistributed(Path war) {
            StringBuilder text = new StringBuilder();
            try {
                Doctor.examine(war, DoctorOptions.DEFAULT).findings().stream()
                        .filter(finding -> finding.severity() == Severity.LOSS)
                        .filter(finding -> finding.rule().id().startsWith("distributable-"))
                        .findFirst()
                        .ifPresent(finding -> AlarmText.wrap(
                                text,
                                tr(
                                        "Warning: %s Its sessions stay on the node that created them; <distributable/> in its "
                                                + "WEB-INF/web.xml replicates them.",
                                        finding.what()),
                                "  "));
            } catch (UnreadableAppException e) {
                // Whether it serves is told already.
            }
            return text.toString();
        }

        private static String answer(WordRun run, Farm.Deployed deployed) {
            ApplicationView application = deployed.application();
            StringBuilder text = new StringBuilder("  ")
                    .append(tr("%s came to %s%s.", application.name(), deployed.by(), run.took()))
                    .append('\n');
            text.append(line(application));
            if (!deployed.inTime()) {
                text.append("  ")
                        .append(tr("The wait for the others is over; events shows when they have it."))
                        .append('\n');
            }
            if (application.nodes().containsValue(State.FAILED)) {
                text.append("  ")
                        .append(tr("The log of a node on which it failed says why."))
                        .append('\n');
            }
            if (!application.missing().isEmpty()) {
                text.append("  ")
                        .append(tr("A node that is not up does not get it later: deploy it again then."))
                        .append('\n');
            }
            return text.toString();
        }
    }

    @Command(
            name = "undeploy",
            description = {"Remove an application from all nodes.", "applications lists them."},
            footer = "undeploy shop",
            hidden = true)
    static final class UndeployWord extends Word {
        @Parameters(paramLabel = "APPLICATION")
        private String name = "";

        @Override
        String act(WordRun run) throws ActionException, InterruptedException {
            Farm.Undeployed gone = run.lab().undeploy(name);
            return "  "
                    + (gone.left().isEmpty()
                            ? tr("%s is on no node any more%s.", gone.name(), run.took())
                            : tr(
                                    "%s was removed%s; left, or not known, on %s.",
                                    gone.name(), run.took(), String.join(" ", gone.left())))
                    + "\n";
        }
    }

    @Command(name = "applications", description = "Show what was deployed, and on which nodes.", hidden = true)
    static final class ApplicationsWord extends Word {
        @Override
        String act(WordRun run) throws ActionException, InterruptedException {
            List<ApplicationView> all = run.lab().applications();
            return all.isEmpty()
                    ? "  " + tr("No application was deployed; deploy FILE.war deploys one.") + "\n"
                    : all.stream().map(DeployWords::line).collect(Collectors.joining());
        }
    }

    /** Where an application is, a line for each state. */
    private static String line(ApplicationView application) {
        StringBuilder text = new StringBuilder();
        for (State state : State.values()) {
            List<String> nodes = application.nodes().entrySet().stream()
                    .filter(node -> node.getValue() == state)
                    .map(node -> node.getKey())
                    .toList();
            if (!nodes.isEmpty()) {
                text.append("  ").append(does(state, application, nodes(nodes))).append('\n');
            }
        }
        if (!application.missing().isEmpty()) {
            text.append("  ")
                    .append(tr("%s is not on %s.", application.name(), nodes(application.missing())))
                    .append('\n');
        }
        return text.toString();
    }

    private static String does(State state, ApplicationView application, String nodes) {
        String name = application.name();
        return switch (state) {
            case STARTING -> tr("%s is starting on %s.", name, nodes);
            case RUNNING -> tr("%s serves %s/ on %s.", name, application.path(), nodes);
            case FAILED -> tr("%s failed to start on %s.", name, nodes);
            case STOPPED -> tr("%s is stopped on %s.", name, nodes);
        };
    }

    private static String nodes(List<String> names) {
        int most = 5;
        return names.size() <= most
                ? String.join(" ", names)
                : tr("%s and %d more", String.join(" ", names.subList(0, most)), names.size() - most);
    }
}
