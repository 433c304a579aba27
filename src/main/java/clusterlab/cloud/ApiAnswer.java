package clusterlab.cloud;

import java.util.List;

/**
 * What the API server answers to one question.
 *
 * @param node the lab's node whose token came with it, or empty if no known token did
 * @param namespace whose pods it asked for; empty if it asked for something else
 * @param selector its {@code labelSelector}, empty without one
 * @param status of HTTP
 * @param message why it was refused, empty for an answer with pods
 * @param delayMillis that it waits before it answers
 * @param stale whether it lists pods of before
 * @param addresses of the pods that are listed
 */
public record ApiAnswer(
        String node,
        String namespace,
        String selector,
        int status,
        String message,
        long delayMillis,
        boolean stale,
        List<String> addresses) {
    /** Copies the list. */
    public ApiAnswer {
        addresses = List.copyOf(addresses);
    }
}
