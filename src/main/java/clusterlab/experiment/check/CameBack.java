package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.history.FaultRecord;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Figure.Effect;
import clusterlab.experiment.verdict.Finding;
import clusterlab.experiment.verdict.Findings;
import clusterlab.experiment.verdict.Verdict;
import java.util.List;

/** Each node that was ended came back, with its members. For experiments that ask that; elsewhere it is only missing evidence. */
public final class CameBack implements Checker {

    @Override
    public String name() {
        return "came-back";
    }

    @Override
    public String asks() {
        return "Does every node come back?";
    }

    @Override
    public boolean needsFault() {
        return true;
    }

    @Override
    public Verdict check(History history, CopySnapshot state, RunContext context) {
        Findings findings = new Findings();
        for (FaultRecord fault : context.faults()) {
            if (fault.healedAt() == History.NEVER || !fault.notBack().isEmpty()) {
                String why = fault.notBack().isEmpty() ? "the run ended before" : String.join("; ", fault.notBack());
                findings.add(
                        fault.at(),
                        -1,
                        () -> new Finding(
                                name(),
                                -1,
                                null,
                                -1,
                                fault.at(),
                                1,
                                "After " + fault.describe() + " the cluster was not whole again: " + why + ".",
                                List.of(Times.moment(fault.at()) + "  fault: " + fault.describe())));
            }
        }
        if (context.faults().isEmpty()) {
            return Verdict.unknown(name(), "no fault was applied");
        }
        return findings.verdict(
                name(),
                context.faults().size(),
                "After " + Times.plural(findings.count(), "fault") + " of "
                        + context.faults().size() + " the cluster was not whole again.",
                "Every node came back.",
                List.of(Figure.loss(
                        "not-back",
                        "faults after which a node did not come back",
                        new Effect("kept away", "node", "nodes"),
                        findings.count())));
    }
}
