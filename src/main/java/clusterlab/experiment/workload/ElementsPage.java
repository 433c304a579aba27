package clusterlab.experiment.workload;

import clusterlab.experiment.history.Elements;
import clusterlab.experiment.history.Operation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What {@code experiment.jsp} tells of a session's elements.
 *
 * @param size how many the session has, or {@link Operation#NONE} if the page does not tell
 * @param elements in the order in which they were added, or null if the page does not list them
 */
record ElementsPage(long size, @Nullable Elements elements) {
    private static final String LABEL = "Elements = ";

    static ElementsPage of(String body) {
        int start = body.indexOf(LABEL);
        if (start < 0) {
            return new ElementsPage(Operation.NONE, null);
        }
        String told = body.substring(start + LABEL.length()).strip();
        int colon = told.indexOf(':');
        try {
            return new ElementsPage(
                    Integer.parseInt(colon < 0 ? told : told.substring(0, colon)),
                    colon < 0 ? null : elements(told.substring(colon + 1).strip()));
        } catch (NumberFormatException e) {
            return new ElementsPage(Operation.NONE, null);
        }
    }

    private static Elements elements(String listed) {
        return listed.isEmpty()
                ? Elements.EMPTY
                : Elements.of(Arrays.stream(listed.split(" ", -1))
                        .mapToInt(Integer::parseInt)
                        .toArray());
    }
}
