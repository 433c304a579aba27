import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** A plot over the number of nodes as SVG: measured points and curves. */
final class Plot {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 360;
    private static final int LEFT = 60;
    private static final int RIGHT = 20;
    private static final int TOP = 40;
    private static final int BOTTOM = 44;
    /** Told apart by colour-blind people too; points and their curve have one. */
    private static final List<String> COLOURS = List.of("#0072B2", "#D55E00");

    private final String title;
    private final String across;
    private final List<Map<Integer, Double>> points = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final List<DoubleUnaryOperator> curves = new ArrayList<>();
    private final List<String> curveNames = new ArrayList<>();

    private Plot(String title, String across) {
        this.title = title;
        this.across = across;
    }

    static Plot of(String title, String across) {
        return new Plot(title, across);
    }

    Plot points(String name, Map<Integer, Double> measured) {
        names.add(name);
        points.add(measured);
        return this;
    }

    /** A curve of the points before it. */
    Plot curve(String name, DoubleUnaryOperator of) {
        curveNames.add(name);
        curves.add(of);
        return this;
    }

    void write(Path file) throws IOException {
        int most = points.stream()
                .flatMap(one -> one.keySet().stream())
                .max(Integer::compare)
                .orElse(1);
        double top = nice(points.stream()
                .flatMap(one -> one.values().stream())
                .max(Double::compare)
                .orElse(1.0));
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"13\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n"
                        + "<text x=\"%d\" y=\"22\" font-size=\"16\">%s</text>%n",
                WIDTH,
                HEIGHT,
                LEFT,
                title));
        for (int i = 0; i <= 4; i++) {
            double value = top * i / 4;
            svg.append(String.format(
                    Locale.ROOT,
                    "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n",
                    LEFT,
                    y(value, top),
                    WIDTH - RIGHT,
                    LEFT - 8,
                    y(value, top) + 4,
                    label(value)));
        }
        for (int n : points.get(0).keySet()) {
            if (n == 1 || n >= 8) {
                svg.append(String.format(
                        Locale.ROOT,
                        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>%n",
                        x(n, most),
                        HEIGHT - BOTTOM + 18,
                        n));
            }
        }
        svg.append(String.format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n", WIDTH - RIGHT, HEIGHT - 8, across));
        for (int i = 0; i < points.size(); i++) {
            series(svg, i, most, top);
        }
        Files.writeString(file, svg.append("</svg>\n"));
    }

    private void series(StringBuilder svg, int index, int most, double top) {
        String colour = COLOURS.get(index);
        StringBuilder path = new StringBuilder();
        int first = points.get(index).keySet().iterator().next();
        for (double n = first; n <= most; n += 0.5) {
            double value = Math.min(top, Math.max(0, curves.get(index).applyAsDouble(n)));
            path.append(String.format(
                    Locale.ROOT, "%s%.1f %.1f", path.length() == 0 ? "M" : "L", x(n, most), y(value, top)));
        }
        svg.append(
                String.format("<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-dasharray=\"5 4\"/>%n", path, colour));
        points.get(index)
                .forEach((n, value) -> svg.append(String.format(
                        Locale.ROOT,
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"><title>%d nodes: %.2f</title></circle>%n",
                        x(n, most),
                        y(value, top),
                        colour,
                        n,
                        value)));
        int line = TOP + 14 + 18 * index;
        boolean falls = first(points.get(0)) > last(points.get(0));
        svg.append(String.format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\">● %s  - - %s</text>%n",
                falls ? WIDTH - RIGHT - 10 : LEFT + 14,
                line,
                falls ? "end" : "start",
                colour,
                names.get(index),
                curveNames.get(index)));
    }

    private static double first(Map<Integer, Double> of) {
        return of.values().iterator().next();
    }

    private static double last(Map<Integer, Double> of) {
        return List.copyOf(of.values()).get(of.size() - 1);
    }

    private static double x(double nodes, int most) {
        return LEFT + (nodes - 1) / Math.max(1, most - 1) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM);
    }

    private static double nice(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[] {1, 2, 4, 6, 8, 10}) {
            if (value <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }

    private static String label(double value) {
        return value >= 10 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.1f", value);
    }
}
