package clusterlab.diagnosis;

/** What a rule says of itself. The texts are for users: but for the title they end with a full stop. */
public abstract class RuleText {
    private final String id;
    private final Severity severity;

    /**
     * A rule.
     *
     * @param id lower case words with hyphens
     * @param severity of its findings, unless a finding says otherwise
     */
    protected RuleText(String id, Severity severity) {
        this.id = id;
        this.severity = severity;
    }

    /** Lower case words with hyphens. */
    public final String id() {
        return id;
    }

    /** That of its findings, unless a finding says otherwise. */
    public final Severity severity() {
        return severity;
    }

    /** What is looked for, without a full stop. */
    public abstract String title();

    /** What happens. */
    public abstract String effect();

    /** How to see it in a lab: a command, where there is one. */
    public abstract String see();

    /** How to mend it. */
    public abstract String mend();

    /** What shows it: a class and method of Tomcat, a number of CVE, a line of the changelog; empty if the effect says it. */
    public String source() {
        return "";
    }

    @Override
    public final String toString() {
        return id;
    }
}
