package clusterlab.app.doctor;

import java.util.List;
import java.util.function.Consumer;

/** One thing that can be wrong. The texts are for users: they end with a full stop. */
public abstract class Rule {
    private final String id;
    private final Severity severity;

    Rule(String id, Severity severity) {
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

    /** What happens at a failover. */
    public abstract String effect();

    /** How to see it in a lab: a command, where there is one. */
    public abstract String see();

    /** How to mend it. */
    public abstract String mend();

    /** Looks for it in one method that has to do with servlets. */
    void method(MethodFlow flow, Examination examination, Consumer<AppFinding> findings) {}

    /** Looks for it in what was gathered; called once, after all methods. */
    void examine(Examination examination, Consumer<AppFinding> findings) {}

    @Override
    public final String toString() {
        return id;
    }

    /** All rules, in the order of the documentation. */
    public static List<Rule> all() {
        return Rules.ALL;
    }
}
