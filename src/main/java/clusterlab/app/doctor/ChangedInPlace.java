package clusterlab.app.doctor;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import org.objectweb.asm.Opcodes;

/** DeltaSession.setAttributeInternal is what records a change for the other nodes. */
final class ChangedInPlace extends Rule {
    ChangedInPlace() {
        super("changed-in-place", Severity.LOSS);
    }

    @Override
    public String title() {
        return "An attribute is changed after getAttribute, without setAttribute";
    }

    @Override
    public String effect() {
        return "The other nodes keep the old content, until a full transfer brings the new one by " + "accident.";
    }

    @Override
    public String see() {
        return "cluster-lab verify APP; or cluster-lab --webapp APP, change it, then kill the session's "
                + "node and reload.";
    }

    @Override
    public String mend() {
        return "Call session.setAttribute(name, value) after the change, with the same object.";
    }

    @Override
    void method(MethodFlow flow, Examination examination, Consumer<RuleFinding> findings) {
        Map<Integer, Set<String>> saves = new HashMap<>();
        for (MethodFlow.Call call : flow.calls()) {
            saves.put(call.at(), examination.summaries().saves(call));
        }
        for (Change change : Change.in(flow, examination.summaries())) {
            for (Origin origin : change.target().origins()) {
                if (origin.kind() != Origin.Kind.ATTRIBUTE || origin.name().equals(Origin.COMPUTED)) {
                    continue;
                }
                IntPredicate told = at -> {
                    Set<String> names = saves.getOrDefault(at, Set.of());
                    return names.contains(origin.name())
                            || names.contains(Origin.COMPUTED)
                            || names.contains(Summaries.ANY)
                            || givesBack(flow, at, origin);
                };
                if (!told.test(change.at())
                        && flow.leads(origin.site(), at -> at == change.at(), told)
                        && flow.leads(change.at(), at -> flow.isEnd(at) && !told.test(at), told)) {
                    findings.accept(RuleFinding.of(
                            this,
                            Certainty.GUESS,
                            flow.place(change.at()),
                            origin.name(),
                            "The attribute " + origin.name() + " is changed in place, and no setAttribute follows."));
                }
            }
        }
    }

    /** The caller may set it. */
    private static boolean givesBack(MethodFlow flow, int at, Origin origin) {
        FlowValue value = flow.instruction(at).getOpcode() == Opcodes.ARETURN ? flow.stack(at, 0) : null;
        return value != null && value.origins().contains(origin);
    }

    @Override
    void examine(Examination examination, Consumer<RuleFinding> findings) {
        for (Application.Page page : examination.app().pages()) {
            for (Examination.UseBean bean : Examination.useBeans(page)) {
                if (page.text().contains("<jsp:setProperty name=\"" + bean.id() + "\"")) {
                    findings.accept(RuleFinding.of(
                            this,
                            Certainty.LIKELY,
                            RuleFinding.Place.file(page.path()),
                            bean.id(),
                            "<jsp:setProperty> changes the attribute " + bean.id()
                                    + " in place; Jasper calls setAttribute only when it makes the bean."));
                }
            }
            Scriptlets scriptlets = Scriptlets.of(page);
            for (Scriptlets.Changes change : scriptlets.changes()) {
                findings.accept(RuleFinding.of(
                        this,
                        Certainty.GUESS,
                        scriptlets.place(change.at()),
                        change.name(),
                        "The attribute " + change.name() + " is changed in place, and no setAttribute follows."));
            }
        }
    }
}
