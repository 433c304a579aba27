package clusterlab.experiment.check;

import clusterlab.experiment.copies.CopyState;
import clusterlab.experiment.history.FaultRecord;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Operation;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What happened to a session around a request: requests, faults, and what each copy held. */
final class Story {
    private static final int BEFORE = 3;
    private static final int AFTER = 1;

    private final History history;
    private final RunContext context;

    Story(History history, RunContext context) {
        this.history = history;
        this.context = context;
    }

    /** The requests of the row's session around it, and the faults between them. */
    List<String> around(int row) {
        int session = history.session(row);
        int[] rows = history.rowsOf(session);
        int at = 0;
        while (rows[at] != row) {
            at++;
        }
        record Line(long at, String text) {}
        List<Line> lines = new ArrayList<>();
        int from = Math.max(0, at - BEFORE);
        int to = Math.min(rows.length - 1, at + AFTER);
        for (int i = from; i <= to; i++) {
            lines.add(new Line(ended(rows[i]), request(rows[i])));
        }
        long begin = history.invoked(rows[from]);
        long end = ended(rows[to]);
        for (FaultRecord fault : context.faults()) {
            if (fault.at() >= begin && fault.at() <= end) {
                lines.add(new Line(fault.at(), Times.moment(fault.at()) + "  fault: " + fault.describe()));
            }
        }
        lines.sort(Comparator.comparingLong(Line::at));
        return lines.stream().map(Line::text).toList();
    }

    /** A finding that shows in the answer of this row. */
    Finding finding(String checker, int row, long amount, String title) {
        return finding(checker, row, history.completed(row), amount, title);
    }

    /** A finding on the session of this row that shows at another moment, in nanoseconds since the run began. */
    Finding finding(String checker, int row, long at, long amount, String title) {
        return new Finding(
                checker,
                history.session(row),
                history.sessionId(row),
                history.request(row),
                at,
                amount,
                title,
                around(row));
    }

    /** As {@link #around}, then what each copy held in the end. */
    List<String> around(int row, @Nullable List<CopyState> copies, long readAt) {
        List<String> lines = new ArrayList<>(around(row));
        if (copies != null && !copies.isEmpty()) {
            lines.add(copies(copies, readAt));
        }
        return lines;
    }

    /** One line: what each copy held. */
    static String copies(List<CopyState> copies, long readAt) {
        return Times.moment(readAt) + "  copies: "
                + copies.stream()
                        .sorted(Comparator.comparing(CopyState::node))
                        .map(c -> c.node() + " holds " + c.describe())
                        .collect(Collectors.joining(", "));
    }

    private long ended(int row) {
        return history.completed(row) == History.NEVER ? history.invoked(row) : history.completed(row);
    }

    private String request(int row) {
        String what = Times.moment(ended(row)) + "  request " + history.request(row) + ": "
                + history.kind(row).name().toLowerCase(Locale.ROOT).replace('_', ' ');
        String node = history.node(row);
        return switch (history.outcome(row)) {
            case OK ->
                what + " acknowledged" + (node == null ? "" : " by " + node)
                        + (history.value(row) == Operation.NONE ? ", no counter" : ", counter " + history.value(row));
            case FAIL -> what + " refused" + (node == null ? "" : " by " + node) + " (" + why(row) + "): did not count";
            case INFO, INVOKE -> what + " without an answer" + " (" + why(row) + "): may have counted or not";
        };
    }

    private String why(int row) {
        String error = history.error(row);
        return error != null ? error : history.status(row) != 0 ? "HTTP " + history.status(row) : "the run ended";
    }
}
