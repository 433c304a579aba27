package clusterlab.run;

import clusterlab.config.ClusterXml;
import clusterlab.experiment.Label;
import clusterlab.experiment.RunRole;
import clusterlab.experiment.check.Checker;
import clusterlab.experiment.evidence.PlannedFault;
import clusterlab.experiment.evidence.RunPlan;
import clusterlab.experiment.workload.Release;
import clusterlab.fault.Fault;
import clusterlab.fault.Schedule;
import clusterlab.report.Setup;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Writes down what was planned, for the first line of a run's file.
 *
 * @param startedAt when the experiment began
 * @param command that runs the same plan
 * @param load one line on clients, duration and rate
 * @param number of the run in its experiment, from 0
 * @param runs how many runs the experiment has
 * @param pair number of the pair of run and control in its comparison, from 0
 */
record PlanWriter(Instant startedAt, String command, String load, int number, int runs, int pair) {
    /** AbstractSender: how long a sender waits for a member unless it is told, in milliseconds. */
    private static final long TOMCATS_TIMEOUT = 3_000;

    /** The longest time that a sender of this plan waits for a member, in nanoseconds. */
    static long senderTimeout(Topology topology) {
        long millis = topology.channel().sender().timeout();
        return Duration.ofMillis(millis == 0 ? TOMCATS_TIMEOUT : millis).toNanos();
    }

    /** The plan of this run on this cluster. */
    RunPlan plan(Run run, Topology topology) throws IOException {
        String xml = topology.host().target().isPresent()
                ? "<!-- The nodes run elsewhere; nobody here knows their <Cluster>. -->"
                : ClusterXml.of(topology, topology.nodes().get(0));
        Setup setup = Setup.of(topology, startedAt, run.plan().seed(), load, command, xml);
        if (run.page().linkMillis() > 0) {
            setup = setup.with("links", run.page().linkMillis() + " ms slower than the loopback interface, on purpose");
        }
        if (run.experiment().upgrades() && topology.host().next().isPresent()) {
            String next = topology.host().next().get().version();
            setup = setup.with(
                    "upgrade", run.label().role() == RunRole.CONTROL ? "none, the same restarts only" : "to " + next);
        }
        List<String> left = run.experiment().checkers().stream()
                .filter(Checker::needsCopies)
                .map(Checker::name)
                .toList();
        if (topology.manager().kind() == ManagerSpec.Kind.OTHER && !left.isEmpty()) {
            setup = setup.with("not judged", String.join(", ", left) + " (takes the copies inside the nodes)");
        }
        if (run.release().isPresent()) {
            setup = setup.with("release", describe(run, run.release().get()));
        }
        if (!run.schedule().steps().isEmpty()) {
            setup = setup.with(
                    "schedule",
                    "planned: "
                            + run.schedule().steps().stream()
                                    .map(Schedule.Step::describe)
                                    .collect(Collectors.joining("; ")));
        }
        Label variant = run.label().variant();
        return new RunPlan(
                RunPlan.FORMAT,
                versions(topology),
                run.experiment().name(),
                variant.parts().stream().map(Label.Part::dimension).toList(),
                variant.parts().stream().map(Label.Part::text).toList(),
                run.label().role().name(),
                number,
                runs,
                pair,
                startedAt.toString(),
                command,
                xml,
                topology.manager().kind().name(),
                topology.channel().sendOptions(),
                Setup.front(topology.balancer()),
                topology.balancer().sticky(),
                setup.facts(),
                topology.nodeNames(),
                senderTimeout(topology),
                run.plan().seed(),
                run.plan().clients(),
                run.plan().perSecond(),
                run.plan().sessionLength(),
                run.plan().mode().name(),
                run.plan().width(),
                run.duration().toNanos(),
                faults(run, topology));
    }

    private static String describe(Run run, Release release) {
        return !run.releases()
                ? "none, one version only"
                : "version 2 " + release.way().word()
                        + (release.sameClass() ? "" : ", with another serialVersionUID of a class in the sessions");
    }

    private static List<PlannedFault> faults(Run run, Topology topology) {
        List<PlannedFault> faults = new ArrayList<>();
        run.releaseAt().ifPresent(at -> faults.add(new PlannedFault(Run.REDEPLOY, topology.nodeNames(), at, 0)));
        for (Schedule.Step step : run.schedule().steps()) {
            List<String> names = step.nodes().stream()
                    .map(i -> topology.nodes().get(i).name())
                    .toList();
            for (Fault fault : step.faults().on(names)) {
                faults.add(new PlannedFault(
                        fault.type(),
                        fault.nodes(),
                        step.at().toNanos(),
                        step.hold().toNanos()));
            }
        }
        return faults;
    }

    private static Map<String, String> versions(Topology topology) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = PlanWriter.class.getResourceAsStream("/clusterlab/version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        }
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("cluster-lab", properties.getProperty("version", "unknown"));
        String ownTomcat = properties.getProperty("tomcat", "unknown");
        versions.put(
                "Tomcat",
                topology.host().target().isPresent()
                        ? "unknown, elsewhere"
                        : topology.host().tomcats(topology.nodeNames(), ownTomcat));
        versions.put("Java", System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")");
        versions.put("OS", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        return versions;
    }
}
