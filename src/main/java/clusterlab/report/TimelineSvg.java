package clusterlab.report;

import clusterlab.experiment.Timeline;
import clusterlab.experiment.history.FaultRecord;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Times;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A run over time as inline SVG, coloured by the page's style sheet.
 *
 * <pre>
 *    faults      ▉▉▉ kill node1        bands over the whole height
 *    losses       ▼  ▼▼                one mark a place, with how many
 *    rate        ▃▅▅▁▅▅▅▅              answers a step, failures on top in red
 *    latency     ‿‿‿/\‿‿‿              p50 and p99, logarithmic
 *                0 s   2 s   4 s
 * </pre>
 */
final class TimelineSvg {
    private static final double LEFT = 74;
    private static final double RIGHT = 986;
    private static final double MARKS = 44;
    private static final double RATE_TOP = 66;
    private static final double RATE_BOTTOM = 156;
    private static final double LATENCY_TOP = 186;
    private static final double LATENCY_BOTTOM = 286;
    private static final long LOWEST = 100_000;

    private final Timeline timeline;
    private final Html out = new Html();
    private final long longest;

    private TimelineSvg(Timeline timeline) {
        this.timeline = timeline;
        longest = timeline.step() * timeline.buckets().size();
    }

    static String of(Timeline timeline, String title) {
        TimelineSvg svg = new TimelineSvg(timeline);
        svg.draw(title);
        return svg.out.toString();
    }

    private void draw(String title) {
        out.raw("<svg class=\"timeline\" viewBox=\"0 0 1000 316\" role=\"img\"><title>")
                .text(title)
                .raw("</title>");
        axis();
        faults();
        rate();
        latency();
        marks();
        out.raw("</svg>\n");
    }

    private double x(long at) {
        return LEFT + (RIGHT - LEFT) * Math.max(0, Math.min(1, (double) at / longest));
    }

    private static String f(double number) {
        return String.format(Locale.ROOT, "%.1f", number);
    }

    private void axis() {
        double seconds = longest / 1e9;
        double tick = Math.pow(10, Math.ceil(Math.log10(seconds / 10)));
        tick = seconds / tick < 4 ? tick / 4 : seconds / tick < 6 ? tick / 2 : tick;
        for (int i = 0; i * tick <= seconds + 1e-9; i++) {
            double x = x(Math.round(i * tick * 1e9));
            line("grid", x, RATE_TOP, x, LATENCY_BOTTOM);
            String label = tick < 1 ? String.format(Locale.ROOT, tick < 0.1 ? "%.3f" : "%.2f", i * tick) : f(i * tick);
            label(x, LATENCY_BOTTOM + 18, "middle", label.replaceFirst("\\.0+$", "") + " s");
        }
        line("base", LEFT, RATE_BOTTOM, RIGHT, RATE_BOTTOM);
        line("base", LEFT, LATENCY_BOTTOM, RIGHT, LATENCY_BOTTOM);
    }

    private void faults() {
        for (FaultRecord fault : timeline.faults()) {
            double from = x(fault.at());
            double to = fault.healedAt() == History.NEVER ? RIGHT : x(fault.healedAt());
            out.raw("<g class=\"fault\"><title>")
                    .text(fault.describe() + " at " + Times.moment(fault.at())
                            + (fault.healedAt() == History.NEVER ? "" : ", healed at " + Times.moment(fault.healedAt()))
                            + (fault.detail().isEmpty() ? "" : "; " + fault.detail()))
                    .raw("</title>");
            out.raw(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"24\" width=\"%.1f\" height=\"%.1f\"/>",
                    from,
                    Math.max(2, to - from),
                    LATENCY_BOTTOM - 24));
            line("edge", from, 24, from, LATENCY_BOTTOM);
            out.raw("</g>");
        }
        faultLabels();
    }

    /** A label that would run into the one before is counted there; its tooltip says the whole. */
    private void faultLabels() {
        List<FaultRecord> faults = timeline.faults();
        int next = 0;
        while (next < faults.size()) {
            FaultRecord fault = faults.get(next++);
            String text = fault.describe();
            double from = x(fault.at());
            // Seven units a letter, and room for the count.
            double end = from + (text.length() + 4) * 7;
            int hidden = 0;
            while (next < faults.size() && x(faults.get(next).at()) < end) {
                hidden++;
                next++;
            }
            out.raw("<g class=\"fault\">");
            label(
                    end > RIGHT ? RIGHT : from,
                    16,
                    end > RIGHT ? "end" : "start",
                    hidden == 0 ? text : text + " +" + hidden);
            out.raw("</g>");
        }
    }

    private void rate() {
        long most = 1;
        for (Timeline.Bucket bucket : timeline.buckets()) {
            most = Math.max(most, bucket.ok() + bucket.failed());
        }
        double width = (RIGHT - LEFT) / timeline.buckets().size();
        double scale = (RATE_BOTTOM - RATE_TOP) / most;
        for (int i = 0; i < timeline.buckets().size(); i++) {
            Timeline.Bucket bucket = timeline.buckets().get(i);
            double x = LEFT + i * width;
            bar("ok", x, width, RATE_BOTTOM - bucket.ok() * scale, bucket.ok() * scale);
            bar("failed", x, width, RATE_BOTTOM - (bucket.ok() + bucket.failed()) * scale, bucket.failed() * scale);
        }
        label(LEFT - 8, RATE_TOP + 8, "end", Times.count(Math.round(most * 1e9 / timeline.step())) + "/s");
        label(LEFT - 8, RATE_BOTTOM, "end", "0");
    }

    private void bar(String style, double x, double width, double y, double height) {
        if (height > 0) {
            out.raw(String.format(
                    Locale.ROOT,
                    "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
                    style,
                    x,
                    y,
                    Math.max(0.5, width - 0.8),
                    height));
        }
    }

    private void latency() {
        long highest = LOWEST * 10;
        for (Timeline.Bucket bucket : timeline.buckets()) {
            highest = Math.max(highest, bucket.p99());
        }
        double top = Math.pow(10, Math.ceil(Math.log10((double) highest)));
        for (long level = LOWEST; level <= top * 1.01; level *= 10) {
            double y = y(level, top);
            line("grid", LEFT, y, RIGHT, y);
            label(LEFT - 8, y + 4, "end", Times.span(level).replace(".0", "").replace(".00", ""));
        }
        path("p99", top, true);
        path("p50", top, false);
    }

    private static double y(long nanos, double top) {
        double share = Math.log((double) Math.max(LOWEST, nanos) / LOWEST) / Math.log(top / LOWEST);
        return LATENCY_BOTTOM - (LATENCY_BOTTOM - LATENCY_TOP) * share;
    }

    private void path(String style, double top, boolean p99) {
        StringBuilder path = new StringBuilder();
        double width = (RIGHT - LEFT) / timeline.buckets().size();
        boolean pen = false;
        for (int i = 0; i < timeline.buckets().size(); i++) {
            Timeline.Bucket bucket = timeline.buckets().get(i);
            if (bucket.ok() == 0) {
                // Nothing was answered: the line has a hole.
                pen = false;
                continue;
            }
            path.append(pen ? 'L' : 'M')
                    .append(f(LEFT + (i + 0.5) * width))
                    .append(' ')
                    .append(f(y(p99 ? bucket.p99() : bucket.p50(), top)));
            pen = true;
        }
        out.raw("<path class=\"" + style + "\" d=\"" + path + "\"/>");
    }

    /** Marks at the same place become one, with how many they are. */
    private void marks() {
        TreeMap<Long, TreeMap<String, Integer>> places = new TreeMap<>();
        for (Timeline.Mark mark : timeline.marks()) {
            long place = Math.round(x(mark.at()) / 8);
            places.computeIfAbsent(place, p -> new TreeMap<>()).merge(mark.checker(), 1, Integer::sum);
        }
        places.forEach((place, checkers) -> {
            double x = Math.max(LEFT, Math.min(RIGHT, place * 8.0));
            int count = checkers.values().stream().mapToInt(Integer::intValue).sum();
            double size = Math.min(9, 5 + Math.log10(count) * 2);
            out.raw("<g class=\"mark\"><title>");
            StringBuilder what = new StringBuilder();
            for (Map.Entry<String, Integer> each : checkers.entrySet()) {
                what.append(what.isEmpty() ? "" : ", ")
                        .append(each.getValue())
                        .append(" × ")
                        .append(each.getKey());
            }
            out.text(what).raw("</title>");
            line("drop", x, MARKS, x, RATE_BOTTOM);
            out.raw(String.format(
                    Locale.ROOT,
                    "<path d=\"M%.1f %.1fh%.1fl%.1f %.1fz\"/></g>",
                    x - size,
                    MARKS - size,
                    2 * size,
                    -size,
                    1.6 * size));
        });
    }

    private void line(String style, double x1, double y1, double x2, double y2) {
        out.raw(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
                style,
                x1,
                y1,
                x2,
                y2));
    }

    private void label(double x, double y, String anchor, String text) {
        out.raw(String.format(Locale.ROOT, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", x, y, anchor))
                .text(text)
                .raw("</text>");
    }
}
