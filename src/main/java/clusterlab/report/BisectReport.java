package clusterlab.report;

import clusterlab.experiment.verdict.Aspect;
import clusterlab.experiment.verdict.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * In which version of Tomcat the verdict of an experiment changes, as far as the versions that were at hand tell.
 *
 * @param experiment its name
 * @param versions those that were at hand, the oldest first; two or more
 * @param tried what was run, in this order
 * @param change where the verdict changes; empty if it does not, or if that is unknown
 */
public record BisectReport(String experiment, List<String> versions, List<Tried> tried, Optional<Change> change) {
    /** Goes up when a field of the JSON changes its meaning or goes away. */
    private static final int VERSION = 1;

    /** Copies the lists. */
    public BisectReport {
        versions = List.copyOf(versions);
        tried = List.copyOf(tried);
    }

    /**
     * A version that was run.
     *
     * @param index of the version, from 0
     * @param status the last verdict on losses
     * @param times how often it was run: more than once only if it was UNKNOWN before
     * @param sentence of the last run
     */
    public record Tried(int index, Status status, int times, String sentence) {}

    /**
     * Two versions with another verdict; those between them, if any, have none.
     *
     * @param before index of the older one
     * @param after index of the newer one
     */
    public record Change(int before, int after) {}

    /** The status of a version that was run. */
    private Status status(int index) {
        return tried.stream()
                .filter(one -> one.index() == index)
                .map(Tried::status)
                .findFirst()
                .orElse(Status.UNKNOWN);
    }

    /** What was found, in one or two sentences. */
    public String sentence() {
        int last = versions.size() - 1;
        String ends = versions.get(0) + " and " + versions.get(last);
        List<String> skipped = skipped();
        if (status(0) == Status.UNKNOWN || status(last) == Status.UNKNOWN) {
            return "Whether the verdict changes between " + ends + " is UNKNOWN: there is no verdict for "
                    + String.join(" and ", skipped) + ".";
        }
        if (change.isEmpty()) {
            return "The verdict of " + ends + " is the same, " + Aspect.LOSS.word(status(0))
                    + "; what is between them was not run.";
        }
        int before = change.get().before();
        int after = change.get().after();
        return "The verdict changes from " + Aspect.LOSS.word(status(before)) + " to " + Aspect.LOSS.word(status(after))
                + " between " + versions.get(before) + " and " + versions.get(after)
                + " (the versions that are at hand)."
                + (skipped.isEmpty()
                        ? ""
                        : " Skipped, since their verdict stayed UNKNOWN: " + String.join(", ", skipped) + ".");
    }

    private List<String> skipped() {
        return tried.stream()
                .filter(one -> one.status() == Status.UNKNOWN)
                .sorted(Comparator.comparingInt(Tried::index))
                .map(one -> versions.get(one.index()))
                .toList();
    }

    /** 0: no change. 1: the verdict changes. 2: an end has no verdict. */
    public int exitCode() {
        return change.isPresent()
                ? Status.INVALID.exitCode()
                : status(0) == Status.UNKNOWN || status(versions.size() - 1) == Status.UNKNOWN
                        ? Status.UNKNOWN.exitCode()
                        : Status.VALID.exitCode();
    }

    /** A table of what was run, in the order of the versions, and the sentence. */
    public String text() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(Locale.ROOT, "  %-12s%-10s%s%n", "Tomcat", "verdict", "run"));
        for (int i = 0; i < versions.size(); i++) {
            text.append(row(i));
        }
        return text.append('\n').append(sentence()).append('\n').toString();
    }

    private String row(int index) {
        for (int run = 0; run < tried.size(); run++) {
            Tried one = tried.get(run);
            if (one.index() == index) {
                String word = one.status() == Status.UNKNOWN ? "UNKNOWN" : Aspect.LOSS.word(one.status());
                return String.format(
                        Locale.ROOT,
                        "  %-12s%-10s%s%s%n",
                        versions.get(index),
                        word,
                        "as no. " + (run + 1),
                        one.times() > 1 ? ", " + one.times() + " times" : "");
            }
        }
        return String.format(Locale.ROOT, "  %-12s%-10s%s%n", versions.get(index), "-", "not run");
    }

    /** The same for programs. */
    public Map<String, @Nullable Object> tree() {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("version", VERSION);
        tree.put("bisect", "tomcat");
        tree.put("experiment", experiment);
        tree.put("versions", versions);
        List<Object> runs = new ArrayList<>();
        for (Tried one : tried) {
            Map<String, Object> run = new LinkedHashMap<>();
            run.put("tomcat", versions.get(one.index()));
            run.put("verdict", one.status().name());
            run.put("times", one.times());
            run.put("sentence", one.sentence());
            runs.add(run);
        }
        tree.put("runs", runs);
        tree.put("skipped", skipped());
        tree.put(
                "change",
                change.map(found -> Map.of(
                                "before", versions.get(found.before()),
                                "after", versions.get(found.after()),
                                "verdictBefore", status(found.before()).name(),
                                "verdictAfter", status(found.after()).name()))
                        .orElse(null));
        tree.put("sentence", sentence());
        tree.put("exitCode", exitCode());
        return tree;
    }
}
