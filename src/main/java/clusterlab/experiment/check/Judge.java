package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.history.History;
import clusterlab.experiment.verdict.Judgement;
import clusterlab.experiment.verdict.Status;
import clusterlab.experiment.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;

/** Asks one checker after the other and puts their verdicts together; of each aspect the worst wins. */
public final class Judge {
    private Judge() {}

    /** The judgement of these checkers; UNKNOWN if there are none. One that throws gives UNKNOWN with its reason. */
    public static Judgement judge(List<Checker> checkers, History history, CopySnapshot state, RunContext context) {
        List<Verdict> verdicts = new ArrayList<>();
        for (Checker checker : checkers) {
            verdicts.add(ask(checker, history, state, context).of(checker.aspect()));
        }
        return Judgement.of(verdicts);
    }

    private static Verdict ask(Checker checker, History history, CopySnapshot state, RunContext context) {
        try {
            Verdict verdict = checker.check(history, state, context);
            return verdict.status() == Status.VALID && verdict.checked() == 0
                    ? Verdict.unknown(checker.name(), "nothing was checked")
                    : verdict;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError failure) {
            return Verdict.unknown(checker.name(), "the checker failed: " + failure);
        }
    }
}
