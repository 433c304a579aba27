package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.CopyState;
import clusterlab.experiment.evidence.PlannedFault;
import clusterlab.experiment.evidence.RunEnd;
import clusterlab.experiment.evidence.RunPlan;
import clusterlab.experiment.history.FaultRecord;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Operation.Kind;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Status;
import clusterlab.experiment.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Did all of it happen? A good result proves nothing if the fault did nothing, the load stopped, a node stayed away, or
 * messages were still on their way. What is missing makes the run UNKNOWN, with the sentence that says what.
 */
public final class PositiveEvidence implements Checker {
    /** Share of the planned load that has to be answered, of each client too. */
    private static final double LEAST_ANSWERED = 0.9;

    /** Longest share of the load's time that a client without a plan may send nothing. */
    private static final double MOST_IDLE = 0.1;

    /** A shorter time between an answer and the next request is the scheduler's: clients share the processors with the nodes. */
    private static final long PAUSE = 200_000_000;

    @Override
    public String name() {
        return "evidence";
    }

    @Override
    public String asks() {
        return "Did the load run, did each fault take effect, and did everything come back and come to rest?";
    }

    @Override
    public Verdict check(History history, CopySnapshot state, RunContext context) {
        if (context.plan().isEmpty()) {
            return Verdict.unknown(name(), "the plan of the run was not recorded");
        }
        if (context.end().isEmpty()) {
            return Verdict.unknown(name(), "the history ends before the run did");
        }
        Pass pass =
                new Pass(history, context, context.plan().get(), context.end().get());
        pass.faults();
        pass.load();
        pass.rest(state);
        pass.complete();
        boolean whole = pass.missing.isEmpty();
        return new Verdict(
                name(),
                whole ? Status.VALID : Status.UNKNOWN,
                whole ? pass.summary() : pass.missing.get(0),
                Math.max(1, history.size()),
                List.of(),
                0,
                List.of(),
                pass.figures);
    }

    /** As {@link FaultRecord#describe} does. */
    private static String describe(PlannedFault fault) {
        return fault.type() + " "
                + String.join(", ", fault.nodes().stream().sorted().toList());
    }

    private static final class Pass {
        private final History history;
        private final List<FaultRecord> faults;
        private final RunPlan plan;
        private final RunEnd end;
        private final List<String> missing = new ArrayList<>();
        private final List<Figure> figures = new ArrayList<>();
        private double share = 1;

        Pass(History history, RunContext context, RunPlan plan, RunEnd end) {
            this.history = history;
            faults = context.faults();
            this.plan = plan;
            this.end = end;
        }

        void faults() {
            figures.add(Figure.info(
                    "faults-planned", "faults planned", plan.faults().size()));
            figures.add(Figure.info("faults-applied", "faults applied", faults.size()));
            long seen = faults.stream()
                    .filter(f -> !f.observed().isEmpty() && f.unobserved().isEmpty())
                    .count();
            figures.add(Figure.info("faults-observed", "faults observed by members or clients", seen));
            List<String> planned = plan.faults().stream()
                    .map(PositiveEvidence::describe)
                    .sorted()
                    .toList();
            List<String> applied =
                    faults.stream().map(FaultRecord::describe).sorted().toList();
            if (faults.size() != plan.faults().size()) {
                missing.add("of the planned faults (" + text(planned) + ") " + applied.size()
                        + (applied.size() == 1 ? " was" : " were") + " applied");
            }
            long sessions = 0;
            for (FaultRecord fault : faults) {
                long used = used(fault);
                sessions += used;
                if (!fault.unobserved().isEmpty() || fault.observed().isEmpty()) {
                    missing.add(fault.describe() + " was not observed"
                            + (fault.unobserved().isEmpty() ? "" : ": " + String.join("; ", fault.unobserved())));
                } else if (used == 0) {
                    missing.add("no fault hit a node that owned a session in use before it and after it: "
                            + fault.describe() + " hit none; run it longer, or with more clients");
                } else if (fault.healedAt() == History.NEVER || !fault.notBack().isEmpty()) {
                    missing.add("after " + fault.describe() + " the cluster was not whole again"
                            + (fault.notBack().isEmpty() ? "" : ": " + String.join("; ", fault.notBack())));
                }
            }
            if (faults.size() == plan.faults().size() && !applied.equals(planned)) {
                missing.add("other faults were planned (" + text(planned) + ") than applied (" + text(applied) + ")");
            }
            if (!faults.isEmpty()) {
                figures.add(Figure.info("sessions-hit", "sessions in use on nodes that were hit", sessions));
            }
            List<String> away = plan.nodes().stream()
                    .filter(n -> !end.nodesUp().contains(n))
                    .toList();
            if (!away.isEmpty()) {
                missing.add(String.join(", ", away) + (away.size() == 1 ? " was" : " were") + " not up at the end");
            }
            missing.addAll(end.unmeasured());
        }

        private static String text(List<String> described) {
            return described.isEmpty() ? "none" : String.join("; ", described);
        }

        /** Sessions that a hit node had answered last before the fault, and that were answered again after it. */
        private long used(FaultRecord fault) {
            long used = 0;
            for (int session = 0; session < history.sessions(); session++) {
                boolean before = false;
                boolean after = false;
                for (int i = 0; i < history.countOf(session); i++) {
                    int row = history.rowOf(session, i);
                    if (!history.ok(row) || history.kind(row) == Kind.REPLAY_OLD_ID) {
                        continue;
                    }
                    if (history.completed(row) <= fault.at()) {
                        before = fault.nodes().contains(String.valueOf(history.node(row)));
                    } else if (history.invoked(row) >= fault.at()) {
                        after = true;
                        break;
                    }
                }
                used += before && after ? 1 : 0;
            }
            return used;
        }

        void load() {
            long[] answered = new long[plan.clients()];
            long[] lastEnd = new long[plan.clients()];
            long[] idle = new long[plan.clients()];
            long[] sent = new long[plan.clients()];
            for (int row = 0; row < history.size(); row++) {
                int client = history.client(row);
                if (client < 0 || client >= plan.clients()) {
                    continue;
                }
                sent[client]++;
                answered[client] += history.ok(row) && history.intended(row) <= end.loadEnd() ? 1 : 0;
                long pause = history.invoked(row) - lastEnd[client];
                idle[client] += pause < PAUSE ? 0 : pause;
                long until = history.completed(row) == History.NEVER ? history.invoked(row) : history.completed(row);
                lastEnd[client] = Math.max(lastEnd[client], until);
            }
            if (end.due().isEmpty()) {
                asFastAsTheyCan(answered, sent, lastEnd, idle);
            } else {
                asPlanned(answered);
            }
            figures.add(Figure.percent("load-answered", "answered of the planned load", 100 * share));
        }

        private void asPlanned(long[] answered) {
            long due = 0;
            long all = 0;
            for (int client = 0; client < answered.length; client++) {
                long planned = client < end.due().size() ? end.due().get(client) : 0;
                due += planned;
                all += Math.min(planned, answered[client]);
                if (answered[client] < LEAST_ANSWERED * planned) {
                    missing.add("client " + client + " was answered " + Times.count(answered[client]) + " of "
                            + Times.count(planned)
                            + " planned requests: the machine is too slow for this --rate, or the load stopped");
                }
            }
            share = due == 0 ? 0 : (double) all / due;
            if (due == 0) {
                missing.add("no request was due: use a higher --rate or a longer --duration");
            }
        }

        private void asFastAsTheyCan(long[] answered, long[] sent, long[] lastEnd, long[] idle) {
            long all = 0;
            long good = 0;
            for (int client = 0; client < answered.length; client++) {
                all += sent[client];
                good += answered[client];
                long rest = idle[client] + Math.max(0, end.loadEnd() - lastEnd[client]);
                if (rest > MOST_IDLE * end.loadEnd()) {
                    missing.add("client " + client + " sent nothing for " + Times.span(rest) + " of "
                            + Times.span(end.loadEnd()) + ": the machine is too slow, or the load stopped");
                } else if (answered[client] < LEAST_ANSWERED * sent[client]) {
                    missing.add("client " + client + " was answered " + Times.count(answered[client]) + " of "
                            + Times.count(sent[client]) + " requests");
                }
            }
            share = all == 0 ? 0 : (double) good / all;
        }

        void rest(CopySnapshot state) {
            if (!plan.readsCopies()) {
                return;
            }
            figures.add(new Figure(
                    "rest",
                    "copies at rest before the last look",
                    end.rest(),
                    Figure.Unit.NANOS,
                    Figure.Sense.INFO,
                    Optional.empty()));
            if (state.copies().isEmpty()) {
                missing.add("no copy was read at the end");
            } else if (end.rest() <= plan.senderTimeout()) {
                missing.add("the copies still changed " + Times.span(end.rest())
                        + " before the last look; a message may be under way for "
                        + Times.span(plan.senderTimeout()));
            } else {
                look(state);
            }
        }

        /** Each session that a client had has to be looked up on each node, also where it is not. */
        private void look(CopySnapshot state) {
            Map<Integer, List<CopyState>> copies = state.bySession();
            for (int session = 0; session < history.sessions(); session++) {
                List<String> looked = copies.getOrDefault(session, List.of()).stream()
                        .map(CopyState::node)
                        .toList();
                List<String> not = end.nodesUp().stream()
                        .filter(node -> !looked.contains(node))
                        .toList();
                if (!not.isEmpty() && had(session)) {
                    missing.add(
                            "session " + session + " was not looked up on " + String.join(", ", not) + " in the end");
                    return;
                }
            }
        }

        /** Whether a client learned the session's id. */
        private boolean had(int session) {
            for (int i = 0; i < history.countOf(session); i++) {
                int row = history.rowOf(session, i);
                if (history.ok(row) && history.idKey(row) != 0 && history.kind(row) != Kind.REPLAY_OLD_ID) {
                    return true;
                }
            }
            return false;
        }

        void complete() {
            figures.add(Figure.info("operations", "lines of history, written and read", history.operations()));
            if (history.operations() != end.operations()) {
                missing.add("the history is not complete: " + Times.count(end.operations()) + " lines were written, "
                        + Times.count(history.operations()) + " read");
            }
        }

        String summary() {
            return (faults.isEmpty()
                            ? "No fault was planned"
                            : Times.plural(faults.size(), "fault") + (faults.size() == 1 ? " was" : " were")
                                    + " applied, observed, and healed")
                    + "; " + Times.decimal(100 * share) + " % of the load was answered; "
                    + (plan.readsCopies()
                            ? "the copies were at rest for " + Times.span(end.rest()) + "."
                            : "the manager's copies can't be read, so this rests on what clients saw.");
        }
    }
}
