package clusterlab.report;

import clusterlab.app.journey.Difference;
import clusterlab.experiment.history.Times;
import clusterlab.experiment.verdict.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What became of an application's sessions in a journey with faults.
 *
 * @param app name of its file or folder
 * @param startedAt when
 * @param took how long all of it took
 * @param steps the journey's requests, in order, as {@code POST /add}
 * @param cells what was tried: each fault after each step
 * @param findings what differed, the weightiest first
 * @param losses sentences on what was seen to be lost, or refused by Tomcat, other than by comparing answers
 * @param gaps sentences: which evidence is missing; empty if none
 * @param notices sentences on the journey: what was left out, what could not be correlated
 * @param noted sentences of the doctor and of the lab, on what the application's attributes lack
 * @param facts label to value, in order
 */
public record VerifyReport(
        String app,
        Instant startedAt,
        Duration took,
        List<String> steps,
        List<Cell> cells,
        List<Found> findings,
        List<String> losses,
        List<String> gaps,
        List<String> notices,
        List<String> noted,
        Map<String, String> facts) {
    /** Copies the collections. */
    public VerifyReport {
        steps = List.copyOf(steps);
        cells = List.copyOf(cells);
        findings = List.copyOf(findings);
        losses = List.copyOf(losses);
        gaps = List.copyOf(gaps);
        notices = List.copyOf(notices);
        noted = List.copyOf(noted);
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /**
     * One fault after one step.
     *
     * @param fault kill, stop or move
     * @param after number of the step, from 1
     * @param status VALID: it hit the owner of a client's session, and nothing differed; UNKNOWN: it hit nobody
     */
    public record Cell(String fault, int after, Status status) {}

    /**
     * What a client got after its session's owner was hit.
     *
     * @param fault kill, stop or move
     * @param what the same in words with its node, as {@code the kill of node1}
     * @param node that owned the session
     * @param after number of the step after which the fault was
     * @param by the node that answered; empty if none did
     * @param step number of the step whose answer differs
     * @param session id of the session, the route included
     * @param clients how many clients got the same
     * @param differences 1 or more, the weightiest first
     * @param omitted how many further places differ
     * @param later how many of the later steps differ too
     */
    public record Found(
            String fault,
            String what,
            String node,
            int after,
            String by,
            int step,
            String session,
            int clients,
            List<Difference> differences,
            int omitted,
            int later) {
        /** Copies the list. */
        public Found {
            differences = List.copyOf(differences);
        }
    }

    /** INVALID if something was found or lost, UNKNOWN if evidence is missing, else VALID. */
    public Status status() {
        return !findings.isEmpty() || !losses.isEmpty()
                ? Status.INVALID
                : gaps.isEmpty() ? Status.VALID : Status.UNKNOWN;
    }

    /** The verdict as reports show it. */
    public String verdict() {
        return switch (status()) {
            case VALID -> "KEPT (VALID)";
            case INVALID -> "LOST (INVALID)";
            case UNKNOWN -> "UNKNOWN";
        };
    }

    /** The verdict's reason in one sentence. */
    public String sentence() {
        return switch (status()) {
            case VALID ->
                "Its sessions went on elsewhere: " + Times.plural(cells.size(), "fault")
                        + " hit owners of sessions, and every later" + " answer was as it is without a fault.";
            case INVALID -> {
                if (findings.isEmpty()) {
                    yield losses.get(0);
                }
                Found first = findings.get(0);
                yield "After " + what(first) + ", " + step(first.step()) + " differs: "
                        + first.differences().get(0).meaning() + ".";
            }
            case UNKNOWN -> gaps.get(0);
        };
    }

    /** The fault in words. */
    public String what(Found found) {
        return found.what() + " after " + step(found.after());
    }

    /** A step by its number, as {@code step 3 POST /add}. */
    public String step(int number) {
        return "step " + number + " " + steps.get(number - 1);
    }

    /** Findings that show the same place of the same step after the same step, in their order; they differ in their fault. */
    List<List<Found>> groups() {
        Map<List<Object>, List<Found>> groups = new LinkedHashMap<>();
        for (Found found : findings) {
            Difference first = found.differences().get(0);
            groups.computeIfAbsent(
                            List.of(found.after(), found.step(), first.place().words(), first.meaning()),
                            key -> new ArrayList<>())
                    .add(found);
        }
        return List.copyOf(groups.values());
    }

    /** The faults that were tried, in order. */
    List<String> faults() {
        return cells.stream().map(Cell::fault).distinct().toList();
    }

    /** What became of one fault after one step; empty if it was not tried. */
    Optional<Status> status(String fault, int after) {
        return cells.stream()
                .filter(cell -> cell.fault().equals(fault) && cell.after() == after)
                .map(Cell::status)
                .findFirst();
    }

    /** The numbers of the steps after which something was tried, in order. */
    List<Integer> tried() {
        return cells.stream().map(Cell::after).distinct().sorted().toList();
    }

    /** Whether each fault after this step hit an owner, and nothing differed. */
    boolean isKept(int after) {
        return cells.stream().noneMatch(cell -> cell.after() == after && cell.status() != Status.VALID);
    }

    /** All sentences that are no findings, in the order of their weight. */
    List<String> remarks() {
        List<String> all = new ArrayList<>();
        losses.stream().skip(findings.isEmpty() ? 1 : 0).forEach(all::add);
        gaps.stream().skip(status() == Status.UNKNOWN ? 1 : 0).forEach(all::add);
        all.addAll(noted);
        all.addAll(notices);
        return all;
    }
}
