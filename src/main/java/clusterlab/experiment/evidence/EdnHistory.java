package clusterlab.experiment.evidence;

import clusterlab.experiment.history.Elements;
import clusterlab.experiment.history.FaultRecord;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Operation.Kind;
import clusterlab.experiment.history.Operation.Phase;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes a history in the form of Jepsen, one operation a line, as extensible data notation. Requests that write or read are
 * transactions of list-append ({@code :f :txn}): the session is the key, and each request that writes appends the element of
 * its own number, so that Elle's list-append checker can judge them. Changes of the id are {@code :change-id}, replays of an
 * old one {@code :replay-old-id}. Faults are operations of the nemesis: {@code :start-kill} when it begins, {@code :stop-kill}
 * when it is healed. A process does one thing at a time: a client that sends in parallel has several, and one whose operation
 * ended with {@code :info} is used no more.
 */
public final class EdnHistory {
    private final History history;
    private final List<Event> events = new ArrayList<>();

    /** One line to be; row -1 is a fault's. */
    private record Event(long time, int row, boolean completes, String nemesis) {}

    private EdnHistory(History history) {
        this.history = history;
    }

    /**
     * Writes the file.
     *
     * @throws IOException if it can't be written
     */
    public static void write(Evidence evidence, Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            EdnHistory edn = new EdnHistory(evidence.history());
            edn.collect(evidence.faults());
            edn.write(out);
        }
    }

    private void collect(List<FaultRecord> faults) {
        for (int row = 0; row < history.size(); row++) {
            events.add(new Event(history.invoked(row), row, false, ""));
            if (history.completed(row) != History.NEVER) {
                events.add(new Event(history.completed(row), row, true, ""));
            }
        }
        for (FaultRecord fault : faults) {
            String nodes = String.join(
                    " ", fault.nodes().stream().sorted().map(EdnHistory::quote).toList());
            events.add(new Event(fault.at(), -1, false, ":start-" + fault.type() + ", :value [" + nodes + "]"));
            if (fault.healedAt() != History.NEVER) {
                events.add(new Event(fault.healedAt(), -1, true, ":stop-" + fault.type() + ", :value [" + nodes + "]"));
            }
        }
        // Of the same moment: an answer before the next request.
        events.sort(Comparator.comparingLong(Event::time).thenComparing(event -> !event.completes()));
    }

    private void write(Writer out) throws IOException {
        Map<Integer, Deque<Integer>> idle = new HashMap<>();
        Map<Integer, Integer> processes = new HashMap<>();
        int next = 0;
        for (int index = 0; index < events.size(); index++) {
            Event event = events.get(index);
            int row = event.row();
            String head = "{:index " + index + ", :time " + event.time();
            if (row < 0) {
                out.write(head + ", :process :nemesis, :type :info, :f " + event.nemesis() + "}\n");
                continue;
            }
            Deque<Integer> free = idle.computeIfAbsent(history.client(row), client -> new ArrayDeque<>());
            int process;
            if (event.completes()) {
                process = processes.getOrDefault(row, -1);
                if (history.outcome(row) != Phase.INFO) {
                    free.push(process);
                }
            } else {
                process = free.isEmpty() ? next++ : free.pop();
                processes.put(row, process);
            }
            out.write(head + ", :process " + process + ", :type :" + (event.completes() ? type(row) : "invoke")
                    + function(row, event.completes()) + "}\n");
        }
    }

    private String type(int row) {
        return switch (history.outcome(row)) {
            case OK -> "ok";
            case FAIL -> "fail";
            case INFO, INVOKE -> "info";
        };
    }

    private String function(int row, boolean completes) {
        Kind kind = history.kind(row);
        String error = history.error(row);
        String tail = completes && error != null ? ", :error " + quote(error) : "";
        return switch (kind) {
            case CREATE, INCREMENT ->
                ", :f :txn, :value [[:append " + history.session(row) + " " + history.request(row) + "]]" + tail;
            case READ -> ", :f :txn, :value [[:r " + history.session(row) + " " + shown(row, completes) + "]]" + tail;
            case CHANGE_ID -> ", :f :change-id, :value " + history.session(row) + tail;
            case REPLAY_OLD_ID -> ", :f :replay-old-id, :value " + history.session(row) + tail;
        };
    }

    private String shown(int row, boolean completes) {
        Elements elements = completes && history.ok(row) ? history.elements(row) : null;
        if (elements == null) {
            return "nil";
        }
        return elements.stream().mapToObj(Integer::toString).collect(Collectors.joining(" ", "[", "]"));
    }

    private static String quote(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ") + "\"";
    }
}
