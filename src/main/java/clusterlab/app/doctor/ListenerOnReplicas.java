package clusterlab.app.doctor;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.Set;
import java.util.function.Consumer;

/** Managers call listeners on replicas, too: notifySessionListenersOnReplication and notifyListenersOnReplication are true by default. */
final class ListenerOnReplicas extends Rule {
    ListenerOnReplicas() {
        super("listener-on-replicas", Severity.RISK);
    }

    @Override
    public String title() {
        return "A session listener changes something, and it runs on each replica again";
    }

    @Override
    public String effect() {
        return "What it does happens once on each node that has a copy: a bonus is given twice, a counter "
                + "counts each session on each node.";
    }

    @Override
    public String see() {
        return "cluster-lab verify APP; cluster-lab --webapp APP, then compare the copies in 'sessions'.";
    }

    @Override
    public String mend() {
        return "Do it in the page that causes it, or set notifyListenersOnReplication=\"false\" (and "
                + "notifySessionListenersOnReplication) on the manager.";
    }

    private static final Set<String> EVENTS = Set.of(
            "valueBound",
            "valueUnbound",
            "sessionCreated",
            "sessionDestroyed",
            "attributeAdded",
            "attributeReplaced",
            "attributeRemoved");

    @Override
    void method(MethodFlow flow, Examination examination, Consumer<RuleFinding> findings) {
        boolean event = EVENTS.contains(flow.method().name)
                && (flow.method().desc.endsWith("HttpSessionBindingEvent;)V")
                        || flow.method().desc.endsWith("HttpSessionEvent;)V"));
        if (!event) {
            return;
        }
        String name = flow.owner().name() + "." + flow.method().name;
        boolean bound = flow.method().name.startsWith("value");
        for (Change change : Change.in(flow, examination.summaries())) {
            for (Origin origin : change.target().origins()) {
                if (bound && origin.kind() == Origin.Kind.PARAMETER && origin.site() == 0) {
                    findings.accept(RuleFinding.of(
                            this,
                            // A collection inside of it may be shared with others.
                            origin.part() ? Certainty.GUESS : Certainty.LIKELY,
                            flow.place(change.at()),
                            name,
                            flow.method().name + " changes the attribute itself, on each node that gets it."));
                    return;
                }
            }
        }
        for (MethodFlow.Call call : flow.calls()) {
            if (ServletCalls.setsAttribute(call.instruction())) {
                findings.accept(RuleFinding.of(
                        this,
                        Certainty.GUESS,
                        flow.place(call.at()),
                        name,
                        flow.method().name + " sets an attribute, on each node that gets the session."));
                return;
            }
        }
    }
}
