package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Operation.Phase;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Aspect;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Finding;
import clusterlab.experiment.verdict.Findings;
import clusterlab.experiment.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Was every client served: the longest time that one was without a good answer, and how many requests failed. A gap
 * begins when a request should have been sent, and lasts to the client's next good answer, or to its last attempt if
 * there is none: the time between an answer and the next request is no gap.
 */
public final class Availability implements Checker {
    /** Key of its first figure. */
    public static final String GAP = "longest-gap";

    @Override
    public String name() {
        return "availability";
    }

    @Override
    public String asks() {
        return "How long was a client without an answer, and how many requests failed?";
    }

    @Override
    public Aspect aspect() {
        return Aspect.SERVICE;
    }

    @Override
    public Verdict check(History history, CopySnapshot state, RunContext context) {
        if (history.size() == 0) {
            return Verdict.unknown(name(), "no request was sent");
        }
        Map<Integer, Served> clients = new HashMap<>();
        long failed = 0;
        long unanswered = 0;
        int firstFailed = -1;
        for (int row = 0; row < history.size(); row++) {
            Served served = clients.computeIfAbsent(history.client(row), Served::new);
            if (history.ok(row)) {
                served.good(history.completed(row));
            } else {
                served.failed(history.completed(row) == History.NEVER ? history.end() : history.completed(row));
                failed += history.outcome(row) == Phase.FAIL ? 1 : 0;
                unanswered += history.outcome(row) == Phase.INFO ? 1 : 0;
                firstFailed = firstFailed < 0 ? row : firstFailed;
            }
        }
        clients.values().forEach(Served::sort);
        for (int row = 0; row < history.size(); row++) {
            clients.computeIfAbsent(history.client(row), Served::new).request(history.intended(row), row);
        }
        Findings findings = new Findings();
        Duration limit = context.limits().longestGap();
        long longest = 0;
        for (Served served : clients.values()) {
            longest = Math.max(longest, served.gap);
            if (served.gap > limit.toNanos()) {
                findings.add(served.gapFrom, () -> tooLong(history, context, served, limit));
            }
        }
        long errors = failed + unanswered;
        boolean calm = context.faults().isEmpty();
        if (calm ? errors > 0 : errors > context.limits().failedShare() * history.size()) {
            int row = firstFailed;
            findings.add(history.invoked(row), () -> tooMany(history, context, row, errors, calm));
        }
        String measured = "longest gap " + Times.span(longest) + ", " + Times.plural(errors, "failed request") + " of "
                + Times.count(history.size()) + ".";
        return findings.verdict(
                name(),
                history.size(),
                "Clients had to wait too long, or too many requests failed: " + measured,
                "Clients were served: " + measured,
                List.of(
                        Figure.wait(GAP, "longest gap of a client", longest),
                        Figure.cost("failed-requests", "failed requests", errors),
                        Figure.info("unanswered", "of them without an answer", unanswered)));
    }

    private Finding tooLong(History history, RunContext context, Served served, Duration limit) {
        List<String> story = new ArrayList<>();
        story.add("Client " + served.client + " had no good answer from " + Times.moment(served.gapFrom) + " to "
                + Times.moment(served.gapFrom + served.gap) + ".");
        context.faults().stream()
                .filter(f -> f.touches(served.gapFrom, served.gapFrom + served.gap, 0))
                .forEach(f -> story.add(Times.moment(f.at()) + "  fault: " + f.describe()));
        int row = served.gapRow;
        return new Finding(
                name(),
                history.session(row),
                history.sessionId(row),
                history.request(row),
                served.gapFrom,
                served.gap,
                "A client waited " + Times.span(served.gap) + " for a good answer; the limit is "
                        + Times.span(limit.toNanos()) + ".",
                story);
    }

    private Finding tooMany(History history, RunContext context, int row, long errors, boolean calm) {
        return new Finding(
                name(),
                history.session(row),
                null,
                history.request(row),
                history.invoked(row),
                errors,
                Times.plural(errors, "request") + " failed"
                        + (calm
                                ? " although there was no fault."
                                : ", more than "
                                        + Times.decimal(100 * context.limits().failedShare()) + " % of all."),
                new Story(history, context).around(row));
    }

    /** How one client fared. */
    private static final class Served {
        private final int client;
        private long[] good = new long[16];
        private int answers;
        private long lastFailed;
        private long gap;
        private long gapFrom;
        private int gapRow = -1;

        Served(int client) {
            this.client = client;
        }

        void good(long at) {
            good = answers < good.length ? good : Arrays.copyOf(good, 2 * answers);
            good[answers++] = at;
        }

        void failed(long at) {
            lastFailed = Math.max(lastFailed, at);
        }

        /** Requests of a client may be under way at the same time, and end in another order. */
        void sort() {
            Arrays.sort(good, 0, answers);
        }

        void request(long intended, int row) {
            int found = Arrays.binarySearch(good, 0, answers, intended);
            int next = found < 0 ? -found - 1 : found;
            long until = next < answers ? good[next] : lastFailed;
            if (until - intended > gap) {
                gap = until - intended;
                gapFrom = intended;
                gapRow = row;
            }
        }
    }
}
