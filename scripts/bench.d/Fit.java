import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Least squares with few terms, each weighted by the value, so that small values count as much as large ones. */
final class Fit {
    private Fit() {}

    /** The sum of these terms with the factors that fit best. */
    static DoubleUnaryOperator of(Map<Integer, Double> points, DoubleUnaryOperator... terms) {
        int size = terms.length;
        double[][] equations = new double[size][size + 1];
        points.forEach((n, value) -> {
            double weight = 1 / (value * value);
            for (int row = 0; row < size; row++) {
                double left = terms[row].applyAsDouble(n) * weight;
                for (int column = 0; column < size; column++) {
                    equations[row][column] += left * terms[column].applyAsDouble(n);
                }
                equations[row][size] += left * value;
            }
        });
        double[] factors = solved(equations);
        return n -> {
            double sum = 0;
            for (int i = 0; i < size; i++) {
                sum += factors[i] * terms[i].applyAsDouble(n);
            }
            return sum;
        };
    }

    /** By Gauss with the largest pivot. */
    private static double[] solved(double[][] rows) {
        int size = rows.length;
        for (int column = 0; column < size; column++) {
            int pivot = column;
            for (int row = column + 1; row < size; row++) {
                pivot = Math.abs(rows[row][column]) > Math.abs(rows[pivot][column]) ? row : pivot;
            }
            double[] swapped = rows[pivot];
            rows[pivot] = rows[column];
            rows[column] = swapped;
            for (int row = 0; row < size; row++) {
                if (row != column) {
                    double factor = rows[row][column] / rows[column][column];
                    for (int i = column; i <= size; i++) {
                        rows[row][i] -= factor * rows[column][i];
                    }
                }
            }
        }
        double[] found = new double[size];
        for (int i = 0; i < size; i++) {
            found[i] = rows[i][size] / rows[i][i];
        }
        return found;
    }
}
