package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.ClusterElement;
import clusterlab.spec.ImportedCluster;
import java.util.Optional;
import java.util.function.Consumer;

/** What BackupManager really sends with. */
final class MapSendOptions extends ConfigRule {
    MapSendOptions() {
        super("map-send-options", Severity.LOSS);
    }

    @Override
    public String title() {
        return "BackupManager whose mapSendOptions do not wait, or whose channelSendOptions mean nothing";
    }

    @Override
    public String effect() {
        return "The backup of a session may lack what was acknowledged, and is the only other copy.";
    }

    @Override
    public String see() {
        return "cluster-lab experiment failover --cluster FILE";
    }

    @Override
    public String mend() {
        return "Leave mapSendOptions out (it is 6) or set it to 6; channelSendOptions does not concern the sessions "
                + "of a BackupManager.";
    }

    @Override
    public String source() {
        return "BackupManager.mapSendOptions, 6 by default; startInternal gives it to the map "
                + "(LazyReplicatedMap.setChannelSendOptions).";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        if (!config.isBackup()) {
            return;
        }
        ClusterElement manager = config.manager();
        Optional<Integer> options = manager.attribute("mapSendOptions").map(ImportedCluster::sendOptions);
        if (options.isPresent() && ((options.get() & 2) == 0 || (options.get() & 8) != 0 || options.get() == 2)) {
            if ((options.get() & 6) != 4 || (options.get() & 8) != 0) {
                findings.accept(at(
                        config,
                        manager,
                        Certainty.CERTAIN,
                        "mapSendOptions is " + options.get()
                                + ": a change is acknowledged before the backup has applied it."));
            }
        } else if (config.cluster().attribute("channelSendOptions").isPresent() && config.sendOptions() != 6) {
            findings.accept(at(
                    config,
                    config.cluster(),
                    Severity.NOTE,
                    Certainty.CERTAIN,
                    "channelSendOptions is " + config.sendOptions() + ", but BackupManager sends sessions with its own"
                            + " mapSendOptions, " + options.orElse(6) + "."));
        }
    }
}
