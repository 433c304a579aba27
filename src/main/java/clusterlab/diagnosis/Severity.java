package clusterlab.diagnosis;

/** What a finding means for the sessions. The first is the worst. */
public enum Severity {
    /** At a failover something of the session is missing. */
    LOSS("error"),
    /** Something of it may be missing or wrong, or it depends on the moment. */
    RISK("warning"),
    /** Good to know. */
    NOTE("note");

    private final String level;

    Severity(String level) {
        this.level = level;
    }

    /** The level in SARIF. */
    String level() {
        return level;
    }
}
