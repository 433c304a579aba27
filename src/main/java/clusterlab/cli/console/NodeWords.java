package clusterlab.cli.console;

import static clusterlab.lang.Lang.plural;
import static clusterlab.lang.Lang.tr;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** The words that start and end nodes. */
final class NodeWords {
    private NodeWords() {}

    /** A word for one node. */
    private abstract static class OneNode extends Word {
        private final NodeAction action;

        @Parameters(paramLabel = "NODE")
        private String node = "";

        OneNode(NodeAction action) {
            this.action = action;
        }

        @Override
        String act(WordRun run) throws ActionException, InterruptedException {
            run.lab().change(action, node);
            return answer(run, node);
        }

        /** The text after the action took effect. */
        String answer(WordRun run, String name) throws ActionException, InterruptedException {
            return run.node(name);
        }
    }

    @Command(name = "start", description = "Start it; it is ready once it has its sessions.", footer = "start node2")
    static final class StartWord extends OneNode {
        StartWord() {
            super(NodeAction.START);
        }
    }

    @Command(name = "restart", description = "Stop and start it (upgrade: another Tomcat).", footer = "restart node2")
    static final class RestartWord extends OneNode {
        RestartWord() {
            super(NodeAction.RESTART);
        }
    }

    @Command(
            name = "thaw",
            description = {"Let a frozen node go on.", "It is UP again as soon as it answers."},
            footer = "thaw node2",
            hidden = true)
    static final class ThawWord extends OneNode {
        ThawWord() {
            super(NodeAction.THAW);
        }
    }

    @Command(name = "add", description = "Add a node and start it (remove NODE: stop it).")
    static final class AddWord extends Word {
        @Override
        String act(WordRun run) throws ActionException, InterruptedException {
            return run.node(run.lab().add());
        }
    }

    @Command(
            name = "remove",
            description = "Stop it and remove it from the plan.",
            footer = "remove node2",
            hidden = true)
    static final class RemoveWord extends OneNode {
        RemoveWord() {
            super(NodeAction.REMOVE);
        }

        @Override
        String answer(WordRun run, String name) throws ActionException, InterruptedException {
            int left = run.lab().look().nodes().size();
            return "  "
                    + plural(
                            left,
                            "%s was removed%s; %d node is left.",
                            "%s was removed%s; %d nodes are left.",
                            name,
                            run.took(),
                            left)
                    + "\n";
        }
    }

    @Command(name = "drain", description = "Send it no new sessions (undrain: again).", footer = "drain node2")
    static final class DrainWord extends OneNode {
        DrainWord() {
            super(NodeAction.DRAIN);
        }

        @Override
        String answer(WordRun run, String name) {
            return "  " + tr("%s receives no new sessions.", name) + "\n";
        }
    }

    @Command(name = "undrain", description = "Send it new sessions again.", footer = "undrain node2", hidden = true)
    static final class UndrainWord extends OneNode {
        UndrainWord() {
            super(NodeAction.UNDRAIN);
        }

        @Override
        String answer(WordRun run, String name) {
            return "  " + tr("%s receives new sessions again.", name) + "\n";
        }
    }
}
