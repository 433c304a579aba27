package clusterlab.diagnosis;

/** What a rule says of itself. The texts are for users: but for the title they end with a full stop. */
public interface RuleText {
    /** Lower case words with hyphens. */
    String id();

    /** That of its findings, unless a finding says otherwise. */
    Severity severity();

    /** What is looked for, without a full stop. */
    String title();

    /** What happens. */
    String effect();

    /** How to see it in a lab: a command, where there is one. */
    String see();

    /** How to mend it. */
    String mend();

    /** What shows it: a class and method of Tomcat, a number of CVE, a line of the changelog; empty if the effect says it. */
    default String source() {
        return "";
    }
}
