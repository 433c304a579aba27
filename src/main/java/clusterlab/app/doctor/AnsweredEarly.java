package clusterlab.app.doctor;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/** ReplicationValve.invoke sends the changes when the application has returned. */
final class AnsweredEarly extends Rule {
    AnsweredEarly() {
        super("answered-early", Severity.RISK);
    }

    @Override
    public String title() {
        return "The client has the answer before the other nodes have the change";
    }

    @Override
    public String effect() {
        return "A client that sees its answer and loses the node right then finds its change missing, "
                + "also with synchronous replication.";
    }

    @Override
    public String see() {
        return "cluster-lab verify APP --nodes 3: the step after the page loses what the page promised, "
                + "now and then.";
    }

    @Override
    public String mend() {
        return "Change the session before the first byte leaves, leave out setContentLength, flush and "
                + "close, and let the container end the answer.";
    }

    @Override
    void method(MethodFlow flow, Examination examination, Consumer<RuleFinding> findings) {
        IntPredicate saves = at -> flow.calls().stream()
                .filter(call -> call.at() == at)
                .anyMatch(call ->
                        examination.summaries().saves(call).stream().anyMatch(name -> !name.equals(Summaries.ANY)));
        for (MethodFlow.Call call : flow.calls()) {
            boolean length = ServletCalls.setsLength(call.instruction());
            boolean close = ServletCalls.closes(call.instruction(), call.receiver());
            boolean flush = ServletCalls.flushes(call.instruction(), call.receiver());
            if (!length && !close && !flush) {
                continue;
            }
            boolean after = flow.leads(call.at(), saves, at -> false);
            boolean before = !after
                    && !flush
                    && flow.calls().stream()
                            .anyMatch(other -> saves.test(other.at())
                                    && flow.leads(other.at(), at -> at == call.at(), at -> false));
            if (after || before) {
                findings.accept(RuleFinding.of(
                        this,
                        after && !length ? Certainty.LIKELY : Certainty.GUESS,
                        flow.place(call.at()),
                        flow.owner().name() + "." + flow.method().name,
                        after
                                ? "The session is changed after " + call.instruction().name + "."
                                : call.instruction().name
                                        + " completes the answer before the change of the session is sent."));
                return;
            }
        }
    }
}
