package clusterlab.agent;

import clusterlab.cluster.BootException;
import clusterlab.cluster.SessionView.AttributeView;
import clusterlab.cluster.SessionView.CopyView;
import clusterlab.cluster.SessionView.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Manager;
import org.apache.catalina.Session;
import org.apache.catalina.ha.session.DeltaManager;
import org.apache.catalina.ha.session.DeltaSession;
import org.apache.catalina.tribes.tipis.AbstractReplicatedMap.MapEntry;
import org.apache.catalina.tribes.tipis.LazyReplicatedMap;
import org.jspecify.annotations.Nullable;

/** Reads one node's copies of sessions without touching them: nothing is fetched, moved or accessed. */
public final class SessionReader {
    private static final int LONGEST_VALUE = 80;

    private final @Nullable Manager manager;

    public SessionReader(@Nullable Manager manager) {
        this.manager = manager;
    }

    /** Whether the application has a manager that replicates; one without {@code <distributable/>} has not. */
    public boolean replicates() {
        return manager instanceof DeltaManager || manager instanceof ObservableBackupManager;
    }

    /** Ids of all sessions that this node knows, copies and proxies. */
    public Set<String> ids() {
        if (manager instanceof ObservableBackupManager backup) {
            return backup.isStarted() ? backup.getSessionIdsFull() : Set.of();
        }
        if (manager instanceof DeltaManager delta) {
            return Arrays.stream(delta.findSessions())
                    .map(Session::getIdInternal)
                    .collect(Collectors.toSet());
        }
        return Set.of();
    }

    /**
     * Whether the maps of BackupManager know this many others. They miss members that came after them until the
     * channel's next heartbeat (AbstractReplicatedMap.memberAdded does nothing), which is every 5 s; so one is given.
     */
    public boolean mapKnows(int others) {
        if (!(manager instanceof ObservableBackupManager backup)) {
            return true;
        }
        LazyReplicatedMap<String, Session> map = backup.map();
        if (map.getMapMembers().length < others) {
            map.heartbeat();
        }
        return map.getMapMembers().length >= others;
    }

    /** Whether a node that joins can get sessions that begin meanwhile: DeltaManager's are sent to all members. */
    public boolean sendsWhatBegins() {
        return manager instanceof DeltaManager;
    }

    /**
     * Asks a member for all sessions again, as a start does. Only while no client can reach the node: BackupManager has
     * to be restarted for it, since a second transfer would make proxies of the copies that came after the first
     * (AbstractReplicatedMap.messageReceived, MSG_PROXY).
     *
     * @throws BootException if the manager does not start again
     */
    public void askAgain() throws BootException {
        if (manager instanceof DeltaManager delta) {
            delta.getAllClusterSessions();
        } else if (manager instanceof ObservableBackupManager backup) {
            try {
                backup.stop();
                backup.start();
            } catch (LifecycleException e) {
                throw new BootException("its session manager does not start again: " + e.getMessage(), e);
            }
        }
    }

    /** What this node is to a session. */
    public Role role(String id) {
        if (manager instanceof ObservableBackupManager backup) {
            MapEntry<String, Session> entry = backup.isStarted() ? backup.map().getInternal(id) : null;
            if (entry == null) {
                return Role.ABSENT;
            }
            return entry.isPrimary() ? Role.PRIMARY : entry.isBackup() ? Role.BACKUP : Role.PROXY;
        }
        return find(id) instanceof DeltaSession session
                ? session.isPrimarySession() ? Role.PRIMARY : Role.REPLICA
                : Role.ABSENT;
    }

    /** The value of an attribute in this node's own copy, or null. */
    @Nullable
    public Object attribute(String id, String name) {
        Session session = find(id);
        return session == null ? null : session.getSession().getAttribute(name);
    }

    /** All that this node holds of a session. */
    public CopyView copy(String node, String id) {
        Role role = role(id);
        Session session = role == Role.PROXY ? null : find(id);
        if (session == null) {
            return new CopyView(node, role == Role.PROXY ? role : Role.ABSENT, List.of(), "", 0);
        }
        List<AttributeView> attributes = new ArrayList<>();
        CRC32 digest = new CRC32();
        try {
            List<String> names = Collections.list(session.getSession().getAttributeNames());
            Collections.sort(names);
            for (String name : names) {
                Object value = session.getSession().getAttribute(name);
                if (value != null) {
                    byte[] bytes = serialized(value);
                    digest.update(name.getBytes(StandardCharsets.UTF_8));
                    digest.update(bytes == null ? new byte[] {0} : bytes);
                    attributes.add(new AttributeView(
                            name, value.getClass().getName(), printable(value), bytes == null ? -1 : bytes.length));
                }
            }
        } catch (IllegalStateException ended) {
            // It expired while it was read.
            return new CopyView(node, Role.ABSENT, List.of(), "", 0);
        }
        return new CopyView(
                node,
                role,
                attributes,
                HexFormat.of().toHexDigits((int) digest.getValue()),
                session.getLastAccessedTimeInternal());
    }

    private @Nullable Session find(String id) {
        if (manager instanceof ObservableBackupManager backup) {
            MapEntry<String, Session> entry = backup.isStarted() ? backup.map().getInternal(id) : null;
            return entry == null ? null : entry.getValue();
        }
        if (manager instanceof DeltaManager delta) {
            try {
                return delta.findSession(id);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return null;
    }

    private static byte @Nullable [] serialized(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException | RuntimeException notSerializable) {
            return null;
        }
        return bytes.toByteArray();
    }

    /** Only of types whose text is harmless and meant to be read. */
    private static @Nullable String printable(Object value) {
        if (value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Enum) {
            String text = value.toString();
            return text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE - 1) + "…";
        }
        return null;
    }
}
