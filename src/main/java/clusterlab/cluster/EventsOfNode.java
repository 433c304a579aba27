package clusterlab.cluster;

import clusterlab.agent.NodeEvents;
import clusterlab.event.Event;
import clusterlab.event.EventLog;
import java.util.List;

/**
 * Appends an agent's reports to the event log, with the name of its node.
 *
 * @param node name of the node
 */
record EventsOfNode(String node, EventLog log) implements NodeEvents {
    @Override
    public void memberAdded(String member) {
        log.append(new Event.MemberAdded(node, member));
    }

    @Override
    public void memberDisappeared(String member) {
        log.append(new Event.MemberDisappeared(node, member));
    }

    @Override
    public void sessionCreated(String id, int status, boolean front, List<String> set) {
        log.append(new Event.SessionCreated(node, id, status, front, set));
    }

    @Override
    public void sessionUsed(String id, int status, boolean front, List<String> set) {
        log.append(new Event.SessionUsed(node, id, status, front, set));
    }

    @Override
    public void sessionReplicated(String from, String id, String kind) {
        log.append(new Event.SessionReplicated(node, from, id, kind));
    }

    @Override
    public void sessionExpired(String id) {
        log.append(new Event.SessionExpired(node, id));
    }

    @Override
    public void sessionIdChanged(String oldId, String newId) {
        log.append(new Event.SessionIdChanged(node, oldId, newId));
    }

    @Override
    public void warReceived(String from, String file, long messages, long bytes) {
        log.append(new Event.WarReceived(node, from, file, messages, bytes));
    }

    @Override
    public void applicationStarted(String application) {
        log.append(new Event.ApplicationStarted(node, application));
    }

    @Override
    public void applicationFailed(String application) {
        log.append(new Event.ApplicationFailed(node, application));
    }

    @Override
    public void applicationStopped(String application) {
        log.append(new Event.ApplicationStopped(node, application));
    }

    @Override
    public void sessionTraffic(long millis, long created, long used, long replicated, long expired) {
        log.append(new Event.SessionTraffic(node, millis, created, used, replicated, expired));
    }

    @Override
    public void replicationTraffic(String to, long millis, long messages, long bytes, List<String> kinds) {
        log.append(new Event.ReplicationTraffic(node, to, millis, messages, bytes, kinds));
    }
}
