package clusterlab.spec;

/**
 * The session manager of each node's application.
 *
 * @param kind full copies on every member, or a primary with one backup
 * @param expireSessionsOnShutdown DeltaManager only: whether a graceful stop ends the sessions on all members
 * @param notifyListenersOnReplication whether session attribute listeners hear of replicated changes
 */
public record ManagerSpec(Kind kind, boolean expireSessionsOnShutdown, boolean notifyListenersOnReplication) {

    /** Which of Tomcat's two cluster managers, or neither. */
    public enum Kind {
        /** {@code org.apache.catalina.ha.session.DeltaManager}: a full copy on every member. */
        DELTA("DeltaManager"),
        /** {@code org.apache.catalina.ha.session.BackupManager}: primary, one backup, proxies elsewhere. */
        BACKUP("BackupManager"),
        /** Another class, of a file of the user's. Its copies can't be read. */
        OTHER("another manager");

        private final String simpleName;

        Kind(String simpleName) {
            this.simpleName = simpleName;
        }

        /** The name of Tomcat's class without its package. */
        public String simpleName() {
            return simpleName;
        }

        /** The word of {@code --manager}; {@code other} for a manager that has none. */
        public String word() {
            return this == OTHER ? "other" : Words.MANAGER.word(this);
        }
    }

    /** The same settings with the other manager. */
    public ManagerSpec withKind(Kind newKind) {
        return new ManagerSpec(newKind, expireSessionsOnShutdown, notifyListenersOnReplication);
    }
}
