package clusterlab.agent;

import clusterlab.agent.NodeAgent.ManagerKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamConstants;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Manager;
import org.apache.catalina.Session;
import org.apache.catalina.ha.session.DeltaManager;
import org.apache.catalina.ha.session.DeltaSession;
import org.apache.catalina.session.ManagerBase;
import org.apache.catalina.session.StandardManager;
import org.apache.catalina.session.StandardSession;
import org.apache.catalina.tribes.tipis.AbstractReplicatedMap.MapEntry;
import org.apache.catalina.tribes.tipis.LazyReplicatedMap;
import org.jspecify.annotations.Nullable;

/** Reads one node's copies of sessions without changing them: nothing is fetched, moved or accessed. */
public final class SessionReader {
    private static final int LONGEST_VALUE = 80;

    /** Of a session of more, nothing is compared. */
    private static final int MOST_ATTRIBUTES = 500;

    private final @Nullable Manager manager;

    public SessionReader(@Nullable Manager manager) {
        this.manager = manager;
    }

    /** The kind of the manager. */
    ManagerKind kind() {
        if (manager instanceof DeltaManager) {
            return ManagerKind.DELTA;
        }
        if (manager instanceof ObservableBackupManager) {
            return ManagerKind.BACKUP;
        }
        return isForeign() ? ManagerKind.FOREIGN : ManagerKind.LOCAL;
    }

    /** Neither one of Tomcat's two nor the one of an application that is not distributable (StandardContext.startInternal). */
    private boolean isForeign() {
        return manager != null
                && !(manager instanceof DeltaManager)
                && !(manager instanceof ObservableBackupManager)
                && manager.getClass() != StandardManager.class;
    }

    /** The number of sessions on this node: copies and proxies. */
    int count() {
        if (manager instanceof ObservableBackupManager) {
            ObservableBackupManager backup = (ObservableBackupManager) manager;
            return backup.isStarted() ? backup.getActiveSessionsFull() : 0;
        }
        return manager != null && (manager instanceof DeltaManager || isForeign()) ? manager.getActiveSessions() : 0;
    }

    /** Ids of all sessions on this node: copies and proxies. */
    Set<String> ids() {
        if (manager instanceof ObservableBackupManager) {
            ObservableBackupManager backup = (ObservableBackupManager) manager;
            return backup.isStarted() ? backup.getSessionIdsFull() : Set.of();
        }
        if (manager instanceof DeltaManager) {
            return Arrays.stream(manager.findSessions())
                    .map(Session::getIdInternal)
                    .collect(Collectors.toSet());
        }
        return isForeign() ? idsInMemory() : Set.of();
    }

    /** Those that a manager which extends Tomcat's has in memory here; its store, if it has one, is not asked. */
    private Set<String> idsInMemory() {
        if (!(manager instanceof ManagerBase)) {
            return Set.of();
        }
        return Arrays.stream(manager.findSessions()).map(Session::getIdInternal).collect(Collectors.toSet());
    }

    /** See {@link NodeAgent#mapKnows}. */
    boolean mapKnows(int others) {
        if (!(manager instanceof ObservableBackupManager)) {
            return true;
        }
        LazyReplicatedMap<String, Session> map = ((ObservableBackupManager) manager).map();
        if (map.getMapMembers().length < others) {
            map.heartbeat();
        }
        return map.getMapMembers().length >= others;
    }

    /** See {@link NodeAgent#transferAgain}. */
    void transferAgain() throws AgentException {
        if (manager instanceof DeltaManager) {
            ((DeltaManager) manager).getAllClusterSessions();
        } else if (manager instanceof ObservableBackupManager) {
            ObservableBackupManager backup = (ObservableBackupManager) manager;
            try {
                backup.stop();
                backup.start();
            } catch (LifecycleException e) {
                throw new AgentException("its session manager does not start again: " + e.getMessage(), e);
            }
        }
    }

    /** The role of this node for a session. */
    CopyRole role(String id) {
        if (manager instanceof ObservableBackupManager) {
            MapEntry<String, Session> entry = entry((ObservableBackupManager) manager, id);
            if (entry == null) {
                return CopyRole.ABSENT;
            }
            return entry.isPrimary() ? CopyRole.PRIMARY : entry.isBackup() ? CopyRole.BACKUP : CopyRole.PROXY;
        }
        if (isForeign()) {
            return CopyRole.UNKNOWN;
        }
        StandardSession session = find(id);
        return session instanceof DeltaSession
                ? ((DeltaSession) session).isPrimarySession() ? CopyRole.PRIMARY : CopyRole.REPLICA
                : CopyRole.ABSENT;
    }

    private static @Nullable MapEntry<String, Session> entry(ObservableBackupManager backup, String id) {
        return backup.isStarted() ? backup.map().getInternal(id) : null;
    }

    /** This node's copy of a session. */
    CopyView copy(String node, String id) {
        CopyRole role = role(id);
        StandardSession session = role == CopyRole.PROXY ? null : find(id);
        if (session == null) {
            return CopyView.without(node, role.isFull() ? CopyRole.ABSENT : role);
        }
        List<CopyView.Attribute> attributes = new ArrayList<>();
        CRC32 digest = new CRC32();
        try {
            List<String> names = Collections.list(session.getAttributeNames());
            Collections.sort(names);
            for (String name : names) {
                Object value = session.getAttribute(name);
                if (value != null) {
                    byte[] bytes = serialized(value);
                    digest.update(name.getBytes(StandardCharsets.UTF_8));
                    digest.update(bytes == null ? new byte[] {0} : bytes);
                    attributes.add(new CopyView.Attribute(
                            name, value.getClass().getName(), printable(value), bytes == null ? -1 : bytes.length));
                }
            }
        } catch (IllegalStateException ended) {
            // The session expired during the read.
            return CopyView.without(node, CopyRole.ABSENT);
        }
        return new CopyView(
                node,
                role,
                attributes,
                String.format(Locale.ROOT, "%08x", digest.getValue()),
                session.getLastAccessedTimeInternal());
    }

    /** What this node holds of a session, attribute by attribute. */
    SessionLook look(String id, AttributeReader values, boolean thorough, SessionTouches.Known known) {
        CopyRole role = role(id);
        StandardSession session = role == CopyRole.PROXY ? null : find(id);
        if (session == null) {
            return SessionLook.without(role.isFull() ? CopyRole.ABSENT : role);
        }
        List<AttributeLook> attributes = new ArrayList<>();
        boolean complete = true;
        long bytes = 0;
        try {
            List<String> names = Collections.list(session.getAttributeNames());
            Collections.sort(names);
            for (String name : names) {
                Object value = session.getAttribute(name);
                if (value == null || manager == null || !manager.willAttributeDistribute(name, value)) {
                    continue;
                }
                if (attributes.size() == MOST_ATTRIBUTES || bytes > AttributeReader.MOST_BYTES) {
                    complete = false;
                    break;
                }
                AttributeLook look = values.look(name, value, thorough, known);
                attributes.add(look);
                bytes += Math.max(0, look.bytes());
            }
        } catch (IllegalStateException ended) {
            // The session expired during the read.
            return SessionLook.without(CopyRole.ABSENT);
        }
        return new SessionLook(role, known.requests(), known.idleMillis(), known.trackedMillis(), complete, attributes);
    }

    /** An attribute's bytes, or null if there are none. */
    byte @Nullable [] serialized(String id, String attribute, AttributeReader values) {
        StandardSession session = role(id) == CopyRole.PROXY ? null : find(id);
        try {
            Object value = session == null ? null : session.getAttribute(attribute);
            return value == null ? null : values.bytes(value);
        } catch (IllegalStateException ended) {
            return null;
        }
    }

    private @Nullable StandardSession find(String id) {
        Session found = null;
        if (manager instanceof ObservableBackupManager) {
            MapEntry<String, Session> entry = entry((ObservableBackupManager) manager, id);
            found = entry == null ? null : entry.getValue();
        } else if (manager instanceof DeltaManager) {
            try {
                found = manager.findSession(id);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return found instanceof StandardSession ? (StandardSession) found : null;
    }

    /** As Java's serialization writes it; null if it can't. */
    static byte @Nullable [] serialized(Object value) {
        byte[] ascii = value instanceof String ? serializedAscii((String) value) : null;
        if (ascii != null) {
            return ascii;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        } catch (IOException | RuntimeException notSerializable) {
            return null;
        }
        return bytes.toByteArray();
    }

    /**
     * The same as {@link ObjectOutputStream#writeObject} for a short string of ASCII, else null. Copies consist of many of them, and a
     * stream for each was half of the time of a reading.
     */
    private static byte @Nullable [] serializedAscii(String text) {
        int length = text.length();
        if (length > 0xffff) {
            return null;
        }
        ByteBuffer bytes = ByteBuffer.allocate(7 + length)
                .putShort(ObjectStreamConstants.STREAM_MAGIC)
                .putShort(ObjectStreamConstants.STREAM_VERSION)
                .put(ObjectStreamConstants.TC_STRING)
                .putShort((short) length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == 0 || c > 0x7f) {
                return null;
            }
            bytes.put((byte) c);
        }
        return bytes.array();
    }

    /** Only for types with a harmless, readable text. */
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
