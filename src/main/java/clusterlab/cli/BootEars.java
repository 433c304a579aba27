package clusterlab.cli;

import static clusterlab.lang.Lang.tr;

import clusterlab.cluster.BootListener;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/** Shows progress, warnings and, if asked, the nodes' logs; without that only what is severe. */
final class BootEars implements BootListener {
    /** What SimpleTcpCluster.send logs for each message that one member did not get (LocalStrings, simpleTcpCluster.sendFailed). */
    private static final String SEND_FAILED = "Unable to send message through cluster sender";

    private final Output output;
    private final BootProgress progress;
    private final boolean verbose;
    private volatile BooleanSupplier broken = () -> false;

    /**
     * Listens.
     *
     * @param verbose whether to show all lines of the nodes' logs
     */
    BootEars(Output output, BootProgress progress, boolean verbose) {
        this.output = output;
        this.progress = progress;
        this.verbose = verbose;
    }

    /** Once the lab is ready: whether a fault is in force. */
    void broken(BooleanSupplier isBroken) {
        broken = isBroken;
    }

    @Override
    public void progress(int started, int seesAll, int nodes) {
        progress.nodes(started, seesAll, nodes);
    }

    @Override
    public void waiting(String what, long seconds) {
        if (!progress.waiting(what) && seconds % 10 == 0) {
            output.say(what);
        }
    }

    @Override
    public void warning(String sentence) {
        output.say(tr("Warning: %s", sentence));
    }

    @Override
    public void log(String node, LogRecord line) {
        if (verbose) {
            output.say(node + " " + line.getLevel() + " " + line.getMessage());
        } else if (line.getLevel().intValue() >= Level.SEVERE.intValue() && !isConsequence(line)) {
            output.say(node + ": " + line.getMessage());
        }
    }

    /** What a fault does to the other nodes, which the user has just asked for, is in their logs and among the events. */
    private boolean isConsequence(LogRecord line) {
        return String.valueOf(line.getMessage()).startsWith(SEND_FAILED) && broken.getAsBoolean();
    }
}
