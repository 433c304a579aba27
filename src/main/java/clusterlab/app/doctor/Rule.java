package clusterlab.app.doctor;

import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.RuleText;
import clusterlab.diagnosis.Severity;
import java.util.List;
import java.util.function.Consumer;

/** One thing that can be wrong in an application. */
public abstract class Rule extends RuleText {
    Rule(String id, Severity severity) {
        super(id, severity);
    }

    /** Looks for it in one method that has to do with servlets. */
    void method(MethodFlow flow, Examination examination, Consumer<RuleFinding> findings) {}

    /** Looks for it in what was gathered; called once, after all methods. */
    void examine(Examination examination, Consumer<RuleFinding> findings) {}

    /** All rules, in the order of the documentation. */
    public static List<Rule> all() {
        return Rules.ALL;
    }
}
