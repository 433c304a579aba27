package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.history.FaultRecord;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Status;
import clusterlab.experiment.verdict.Verdict;
import java.util.List;

/** Did the fault take effect where it matters? If it hit no node with sessions in use, the run proves nothing. */
public final class FaultHit implements Checker {

    @Override
    public String name() {
        return "fault-hit";
    }

    @Override
    public String asks() {
        return "Did a fault hit a node that owned sessions in use?";
    }

    @Override
    public boolean needsFault() {
        return true;
    }

    @Override
    public Verdict check(History history, CopySnapshot state, RunContext context) {
        long hits = context.faults().stream().filter(FaultRecord::hitOwner).count();
        if (context.faults().isEmpty()) {
            return Verdict.unknown(name(), "no fault was applied");
        }
        if (hits == 0) {
            return Verdict.unknown(name(), "no fault hit a node that owned a session in use: run it longer");
        }
        long during = 0;
        for (int row = 0; row < history.size(); row++) {
            long at = history.invoked(row);
            during += context.faults().stream().anyMatch(f -> f.hitOwner() && at >= f.at()) ? 1 : 0;
        }
        if (during == 0) {
            return Verdict.unknown(name(), "no request was sent after the fault, so no client could notice it");
        }
        return new Verdict(
                name(),
                Status.VALID,
                Times.plural(hits, "fault") + " hit " + (hits == 1 ? "a node" : "nodes")
                        + " that owned sessions in use.",
                hits,
                List.of(),
                0,
                List.of(),
                List.of(Figure.info("faults", "faults", context.faults().size())));
    }
}
