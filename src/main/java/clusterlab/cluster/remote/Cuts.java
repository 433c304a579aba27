package clusterlab.cluster.remote;

import clusterlab.cluster.HostException;
import clusterlab.spec.NodeCommand;
import java.util.Set;
import java.util.TreeSet;

/** The peers whose messages the user's commands keep away from one node. */
final class Cuts {
    private final String node;
    private final UserCommand commands;
    private final Set<String> cut = new TreeSet<>();

    Cuts(String node, UserCommand commands) {
        this.node = node;
        this.commands = commands;
    }

    /**
     * Cuts these and heals all others.
     *
     * @throws IllegalStateException if a command does not end well; what was done before stays noted, so that it can be repeated
     */
    synchronized void set(Set<String> wanted) {
        for (String peer : new TreeSet<>(cut)) {
            if (!wanted.contains(peer)) {
                run(NodeCommand.HEAL, peer);
                cut.remove(peer);
            }
        }
        for (String peer : new TreeSet<>(wanted)) {
            // Noted before: a command that fails half way has to be healed too.
            if (cut.add(peer)) {
                run(NodeCommand.PARTITION, peer);
            }
        }
    }

    private void run(NodeCommand command, String peer) {
        try {
            commands.run(command, node, peer);
        } catch (HostException e) {
            throw new IllegalStateException(node + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(node + ": " + command.option() + " was interrupted", e);
        }
    }
}
