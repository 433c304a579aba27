package clusterlab.agent;

import java.util.List;

/** What one node holds of one session, attribute by attribute. */
public final class SessionLook {
    private final CopyRole role;
    private final long requests;
    private final long idleMillis;
    private final long trackedMillis;
    private final boolean complete;
    private final List<AttributeLook> attributes;

    /**
     * A look at a session.
     *
     * @param requests of this session that this node answered since it has been tracked; -1 if it is not tracked here
     * @param idleMillis since the last of them ended; 0 while one runs, -1 if it is not tracked here
     * @param trackedMillis since it is tracked; -1 if it is not
     * @param complete whether all of its attributes are listed: a session of more than 500 attributes or 2 MB is not read
     * @param attributes that the manager replicates; empty for proxy and absent
     */
    public SessionLook(
            CopyRole role,
            long requests,
            long idleMillis,
            long trackedMillis,
            boolean complete,
            List<AttributeLook> attributes) {
        this.role = role;
        this.requests = requests;
        this.idleMillis = idleMillis;
        this.trackedMillis = trackedMillis;
        this.complete = complete;
        this.attributes = List.copyOf(attributes);
    }

    /** A node that holds no attribute of the session, or could not be asked. */
    public static SessionLook without(CopyRole role) {
        return new SessionLook(role, -1, -1, -1, role != CopyRole.UNKNOWN, List.of());
    }

    public CopyRole role() {
        return role;
    }

    public long requests() {
        return requests;
    }

    public long idleMillis() {
        return idleMillis;
    }

    public long trackedMillis() {
        return trackedMillis;
    }

    public boolean complete() {
        return complete;
    }

    public List<AttributeLook> attributes() {
        return attributes;
    }

    @Override
    public String toString() {
        return role + " " + attributes;
    }
}
