package clusterlab.agent;

import org.apache.catalina.Session;
import org.apache.catalina.ha.ClusterManager;
import org.apache.catalina.ha.session.BackupManager;
import org.apache.catalina.tribes.tipis.LazyReplicatedMap;

/**
 * A BackupManager whose map can be read. {@code findSession} is unsuitable for that: if this node has only a proxy of
 * the session, it fetches the session and makes this node its primary (AbstractReplicatedMap.get).
 */
public final class ObservableBackupManager extends BackupManager {

    /** Whether {@link #map} exists. */
    boolean isStarted() {
        return sessions instanceof LazyReplicatedMap;
    }

    /** The map, once the manager has started. */
    @SuppressWarnings("unchecked")
    LazyReplicatedMap<String, Session> map() {
        return (LazyReplicatedMap<String, Session>) sessions;
    }

    /** As in BackupManager, which creates an object of its own class. */
    @Override
    public ClusterManager cloneFromTemplate() {
        ObservableBackupManager copy = new ObservableBackupManager();
        clone(copy);
        copy.setMapSendOptions(getMapSendOptions());
        copy.setRpcTimeout(getRpcTimeout());
        copy.setTerminateOnStartFailure(isTerminateOnStartFailure());
        copy.setAccessTimeout(getAccessTimeout());
        return copy;
    }
}
