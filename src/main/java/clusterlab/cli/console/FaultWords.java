package clusterlab.cli.console;

import static clusterlab.lang.Lang.tr;

import clusterlab.fault.CloudFault;
import clusterlab.fault.Fault;
import clusterlab.fault.LinksFault;
import clusterlab.fault.NodeFault;
import clusterlab.spec.NodeRuntime.TomcatHome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The words that begin and end faults. */
final class FaultWords {
    private FaultWords() {}

    /** A word for a fault; the fault heals by itself if the line ends with a time. */
    private abstract static class FaultWord extends Word {
        @Option(names = "for", paramLabel = "TIME", converter = Quantities.Time.class)
        private @Nullable Duration time;

        /**
         * The fault.
         *
         * @throws IllegalArgumentException if its parts contradict each other
         */
        abstract Fault fault();

        @Override
        String act(WordRun run) throws CommandException, ActionException, InterruptedException {
            if (time != null && time.isZero()) {
                throw new CommandException(tr("A fault must last longer than 0 s; try for 10s."));
            }
            Fault fault = checked();
            String id = run.lab().begin(fault, Optional.ofNullable(time));
            return answer(run, id, fault);
        }

        /** The text after the fault took effect. */
        String answer(WordRun run, String id, Fault fault) throws ActionException, InterruptedException {
            return "  " + id + ": " + fault.description() + run.took() + "\n" + run.views();
        }

        private Fault checked() throws CommandException {
            try {
                return fault();
            } catch (IllegalArgumentException e) {
                String why = String.valueOf(e.getMessage());
                throw new CommandException(Character.toUpperCase(why.charAt(0)) + why.substring(1) + ".");
            }
        }
    }

    /** A fault between two nodes. */
    private abstract static class LinkWord extends FaultWord {
        @Parameters(index = "0", paramLabel = "NODE")
        String from = "";

        @Parameters(index = "1", paramLabel = "NODE")
        String to = "";
    }

    /** A fault of one node, which start ends, and of a frozen one thaw too. */
    private abstract static class NodeFaultWord extends FaultWord {
        @Parameters(index = "0", paramLabel = "NODE")
        String node = "";

        @Override
        String answer(WordRun run, String id, Fault fault) throws ActionException, InterruptedException {
            return run.node(node);
        }
    }

    @Command(
            name = "kill",
            description = {"Crash it; not a real SIGKILL.", "It sends no goodbye and discards its queue."},
            footer = "kill node2")
    static final class KillWord extends NodeFaultWord {
        @Override
        Fault fault() {
            return new NodeFault.Kill(node);
        }
    }

    @Command(name = "stop", description = "Stop it gracefully: it sends a goodbye.", footer = "stop node2")
    static final class StopWord extends NodeFaultWord {
        @Override
        Fault fault() {
            return new NodeFault.Stop(node);
        }
    }

    @Command(
            name = "freeze",
            description = {
                "Suspend it (SIGSTOP); thaw NODE ends that.",
                "Its ports accept connections, and nobody answers. It needs a node in a",
                "process of its own: start the lab with --process or --tomcat."
            },
            footer = "freeze node2 for 10s")
    static final class FreezeWord extends NodeFaultWord {
        @Override
        Fault fault() {
            return new NodeFault.Freeze(node);
        }
    }

    @Command(
            name = "upgrade",
            description = {
                "Stop it gracefully; start NODE brings it back with this Tomcat.",
                "It needs a lab on unmodified Tomcats: start it with --tomcat."
            },
            footer = "upgrade node2 11.0.24 for 1s",
            hidden = true)
    static final class UpgradeWord extends NodeFaultWord {
        @Parameters(index = "1", paramLabel = "TOMCAT", converter = Quantities.Tomcat.class)
        private @Nullable TomcatHome tomcat;

        @Override
        Fault fault() {
            return new NodeFault.Upgrade(node, Objects.requireNonNull(tomcat));
        }
    }

    @Command(
            name = "partition",
            description = {"Cut the links between groups of nodes.", "Nodes that are left out form one more group."},
            footer = "partition node1 | node2 node3 for 10s")
    static final class PartitionWord extends FaultWord {
        @Parameters(arity = "1..*", paramLabel = "NODE… | NODE…")
        private List<String> names = new ArrayList<>();

        @Override
        Fault fault() {
            List<List<String>> groups = new ArrayList<>(List.of(new ArrayList<>()));
            for (String name : names) {
                if (name.equals("|")) {
                    groups.add(new ArrayList<>());
                } else {
                    groups.get(groups.size() - 1).add(name);
                }
            }
            return new LinksFault.Partition(groups);
        }
    }

    @Command(name = "isolate", description = "Cut all links of a node.", footer = "isolate node2 for 10s")
    static final class IsolateWord extends FaultWord {
        @Parameters(paramLabel = "NODE")
        private String node = "";

        @Override
        Fault fault() {
            return new LinksFault.Isolate(node);
        }
    }

    @Command(
            name = "delay",
            description = "Delay messages between two nodes.",
            footer = "delay node1 node2 200ms 50ms for 1m")
    static final class DelayWord extends LinkWord {
        @Parameters(index = "2", paramLabel = "TIME", converter = Quantities.Time.class)
        private Duration time = Duration.ZERO;

        @Parameters(index = "3", arity = "0..1", paramLabel = "JITTER", converter = Quantities.Time.class)
        private Duration jitter = Duration.ZERO;

        @Override
        Fault fault() {
            return new LinksFault.Delay(from, to, time.toMillis(), jitter.toMillis());
        }
    }

    @Command(
            name = "loss",
            description = "Lose messages at random (drop: all, one way).",
            footer = "loss node1 node2 10%")
    static final class LossWord extends LinkWord {
        @Parameters(index = "2", paramLabel = "PERCENT", converter = Quantities.Percent.class)
        private double probability;

        @Override
        Fault fault() {
            return new LinksFault.Loss(from, to, probability);
        }
    }

    @Command(
            name = "drop",
            description = "Drop all messages from the first to the second.",
            footer = "drop node1 node2",
            hidden = true)
    static final class DropWord extends LinkWord {
        @Override
        Fault fault() {
            return new LinksFault.Drop(from, to);
        }
    }

    @Command(
            name = "forbid",
            description = {"The API server forbids to list pods (403).", "As without a Role or its RoleBinding."},
            footer = "forbid for 10s",
            hidden = true)
    static final class ForbidWord extends FaultWord {
        @Override
        Fault fault() {
            return new CloudFault.Forbid();
        }
    }

    @Command(
            name = "expire",
            description = {"The tokens of the pods are past their time (401).", "At the end each pod gets a new one."},
            footer = "expire for 10s",
            hidden = true)
    static final class ExpireWord extends FaultWord {
        @Override
        Fault fault() {
            return new CloudFault.Expire();
        }
    }

    @Command(
            name = "outage",
            description = "The API server serves nobody (503).",
            footer = "outage for 10s",
            hidden = true)
    static final class OutageWord extends FaultWord {
        @Override
        Fault fault() {
            return new CloudFault.Outage();
        }
    }

    @Command(
            name = "slow",
            description = {"The API server answers late.", "Tomcat waits 1 s for an answer (readTimeout)."},
            footer = "slow 1500ms for 10s",
            hidden = true)
    static final class SlowWord extends FaultWord {
        @Parameters(index = "0", paramLabel = "TIME", converter = Quantities.Time.class)
        private Duration time = Duration.ZERO;

        @Override
        Fault fault() {
            return new CloudFault.Slow(time.toMillis());
        }
    }

    @Command(
            name = "stale",
            description = "The list of pods does not change, whatever starts or ends.",
            footer = "stale for 10s",
            hidden = true)
    static final class StaleWord extends FaultWord {
        @Override
        Fault fault() {
            return new CloudFault.Stale();
        }
    }

    @Command(
            name = "unlabel",
            description = {"A pod loses its labels.", "No selector matches it, and nobody is told of it."},
            footer = "unlabel node2 for 10s",
            hidden = true)
    static final class UnlabelWord extends FaultWord {
        @Parameters(index = "0", paramLabel = "NODE")
        private String node = "";

        @Override
        Fault fault() {
            return new CloudFault.Unlabel(node);
        }
    }

    @Command(name = "heal", description = "End one fault, or all.", footer = "heal f1")
    static final class HealWord extends Word {
        @Parameters(arity = "0..1", paramLabel = "FAULT")
        private @Nullable String id;

        @Override
        String act(WordRun run) throws ActionException, InterruptedException {
            if (run.lab().look().faults().isEmpty()) {
                return "  " + tr("No fault is in force; there is nothing to heal.") + "\n";
            }
            run.lab().heal(Optional.ofNullable(id));
            return "  " + tr("Healed%s.", run.took()) + "\n" + run.views();
        }
    }
}
