package clusterlab.cloud;

import java.util.List;

/**
 * Something in a deployment that hurts the membership.
 *
 * @param name the word of {@code --misconfigure} for it, or of the fault
 * @param nodes that have it, in the order of the plan
 * @param what is wrong, a sentence
 * @param happens what follows, a sentence
 * @param remedy what to do, a sentence
 */
public record CloudFinding(String name, List<String> nodes, String what, String happens, String remedy) {
    /** Copies the list. */
    public CloudFinding {
        nodes = List.copyOf(nodes);
    }

    /** All of it. */
    public String text() {
        return what + " " + happens + " " + remedy;
    }
}
