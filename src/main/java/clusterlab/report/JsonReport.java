package clusterlab.report;

import clusterlab.experiment.Comparison;
import clusterlab.experiment.Experiment;
import clusterlab.experiment.FaultEffect;
import clusterlab.experiment.Latency;
import clusterlab.experiment.MatrixRow;
import clusterlab.experiment.RunResult;
import clusterlab.experiment.Timeline;
import clusterlab.experiment.verdict.Aspect;
import clusterlab.experiment.verdict.Figure;
import clusterlab.experiment.verdict.Finding;
import clusterlab.experiment.verdict.Status;
import clusterlab.experiment.verdict.Verdict;
import clusterlab.lang.Lang;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A report for programs. Times are nanoseconds since the run began, durations nanoseconds. */
public final class JsonReport {
    /** Goes up when a field changes its meaning or goes away. */
    public static final int VERSION = 1;

    private JsonReport() {}

    /**
     * The report as one JSON object over several lines.
     *
     * @throws IOException if the JSON writer fails
     */
    public static String of(Report report) throws IOException {
        return JSON.std
                .with(JSON.Feature.PRETTY_PRINT_OUTPUT, JSON.Feature.WRITE_NULL_PROPERTIES)
                .asString(tree(report));
    }

    /** The same as a tree of maps and lists; English in each language. */
    public static Map<String, @Nullable Object> tree(Report report) {
        return Lang.EN.speaking(() -> inEnglish(report));
    }

    private static Map<String, @Nullable Object> inEnglish(Report report) {
        Experiment experiment = report.experiment();
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("version", VERSION);
        tree.put("experiment", experiment.name());
        tree.put("asked", experiment.asked());
        tree.put("verdict", report.status().name());
        tree.put("word", Aspect.LOSS.word(report.status()));
        tree.put("exitCode", report.status().exitCode());
        tree.put("sentence", report.sentence());
        tree.put("service", service(report.service()));
        tree.put("serviceSentence", report.serviceSentence());
        tree.put("startedAt", report.setup().startedAt().toString());
        tree.put("seed", report.setup().seed());
        tree.put("command", report.setup().command());
        tree.put("configuration", report.setup().facts());
        tree.put("clusterXml", report.setup().clusterXml());
        tree.put("table", report.table().stream().map(JsonReport::row).toList());
        tree.put("comparison", report.comparison().map(JsonReport::comparison).orElse(null));
        tree.put(
                "comparisons",
                report.comparisons().stream()
                        .map(c -> ordered(
                                "label", c.label().text(),
                                "verdict", c.status().name(),
                                "word", Aspect.LOSS.word(c.status()),
                                "sentence", c.sentence(),
                                "pairs", c.pairs().size(),
                                "effect", c.effect().map(JsonReport::effect).orElse(null),
                                "rows", comparison(c)))
                        .toList());
        tree.put("runs", report.runs().stream().map(JsonReport::run).toList());
        tree.put(
                "control",
                report.comparison().map(c -> run(c.controls().get(0))).orElse(null));
        tree.put("controls", report.pairs().map(pair -> run(pair.control())).toList());
        tree.put(
                "advice",
                report.advice().stream()
                        .map(a -> ordered("checker", a.checker(), "meaning", a.meaning(), "change", a.change()))
                        .toList());
        return tree;
    }

    private static Map<String, @Nullable Object> row(MatrixRow row) {
        return ordered(
                "label", row.label().text(),
                "verdict", row.status().name(),
                "word", Aspect.LOSS.word(row.status()),
                "service", service(row.service()),
                "incrementsLost", orNull(row.increments()),
                "sessionsLost", orNull(row.sessions()),
                "staleAnswers", orNull(row.stale()),
                "sessionsThatDiffer", orNull(row.differ()),
                "gap", row.gap(),
                "requestsPerSecond", row.perSecond(),
                "p99", row.p99());
    }

    private static @Nullable Long orNull(OptionalLong counted) {
        return counted.isPresent() ? counted.getAsLong() : null;
    }

    private static Map<String, @Nullable Object> effect(FaultEffect effect) {
        return ordered("difference", effect.difference(), "low", effect.low(), "high", effect.high(), "p", effect.p());
    }

    private static List<Object> comparison(Comparison comparison) {
        List<Object> rows = new ArrayList<>();
        for (Comparison.ComparedFigure row : comparison.rows()) {
            rows.add(ordered(
                    "key", row.run().key(),
                    "label", row.run().label(),
                    "unit", row.run().unit().name(),
                    "sense", row.run().sense().name(),
                    "withFault", row.run().value(),
                    "control", row.control().map(Figure::value).orElse(null),
                    "blamedOnFault", row.blamed()));
        }
        return rows;
    }

    private static Map<String, @Nullable Object> run(RunResult run) {
        Latency latency = run.latency();
        return ordered(
                "label",
                run.label().text(),
                "verdict",
                run.judgement().status().name(),
                "sentence",
                run.judgement().sentence(),
                "word",
                Aspect.LOSS.word(run.judgement().status()),
                "service",
                service(run.judgement().service()),
                "serviceSentence",
                run.judgement().serviceSentence(),
                "requests",
                run.requests(),
                "sessions",
                run.sessions(),
                "sessionsHarmed",
                run.judgement().harmed().size(),
                "latency",
                ordered(
                        "acknowledged", latency.requests(),
                        "requestsPerSecond", latency.perSecond(),
                        "p50", latency.p50(),
                        "p90", latency.p90(),
                        "p99", latency.p99(),
                        "p999", latency.p999(),
                        "max", latency.max()),
                "checkers",
                run.judgement().verdicts().stream().map(JsonReport::verdict).toList(),
                "timeline",
                timeline(run.timeline()));
    }

    private static Map<String, @Nullable Object> verdict(Verdict verdict) {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        verdict.figures().forEach(f -> figures.put(f.key(), f.value()));
        return ordered(
                "checker", verdict.checker(),
                "aspect", verdict.aspect().name(),
                "verdict", verdict.status().name(),
                "reason", verdict.reason(),
                "checked", verdict.checked(),
                "figures", figures,
                "findings", verdict.findings().stream().map(JsonReport::finding).toList(),
                "findingsOmitted", verdict.omitted());
    }

    private static @Nullable String service(Optional<Status> service) {
        return service.map(Aspect.SERVICE::word).orElse(null);
    }

    private static Map<String, @Nullable Object> finding(Finding finding) {
        return ordered(
                "session", finding.session(),
                "sessionId", finding.sessionId(),
                "request", finding.request(),
                "at", finding.at(),
                "amount", finding.amount(),
                "title", finding.title(),
                "story", finding.story());
    }

    private static Map<String, @Nullable Object> timeline(Timeline timeline) {
        return ordered(
                "length",
                timeline.length(),
                "step",
                timeline.step(),
                "faults",
                timeline.faults().stream()
                        .map(f -> ordered(
                                "type", f.type(),
                                "nodes", f.nodes().stream().sorted().toList(),
                                "at", f.at(),
                                "healedAt", f.healedAt() == Long.MAX_VALUE ? null : f.healedAt(),
                                "hitOwner", f.hitOwner(),
                                "detail", f.detail()))
                        .toList(),
                "acknowledged",
                timeline.buckets().stream().map(Timeline.Bucket::ok).toList(),
                "failed",
                timeline.buckets().stream().map(Timeline.Bucket::failed).toList(),
                "p99",
                timeline.buckets().stream().map(Timeline.Bucket::p99).toList());
    }

    private static Map<String, @Nullable Object> ordered(@Nullable Object... pairs) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return map;
    }
}
