package clusterlab.export.containers;

import clusterlab.config.StockCluster.Discovery;
import java.util.Optional;

/**
 * What Kubernetes has to know beyond the plan.
 *
 * @param name of all objects, and the label {@code app}
 * @param namespace that the objects are in
 * @param image with the user's application; empty for the official one with the session counter
 * @param discovery how the pods find each other
 * @param ingressClass of the Ingress
 * @param ingressHost that the Ingress answers for; empty for any
 */
public record PodOptions(
        String name,
        String namespace,
        Optional<String> image,
        Discovery discovery,
        String ingressClass,
        Optional<String> ingressHost) {

    /**
     * Refuses what Kubernetes would.
     *
     * @throws IllegalArgumentException with a sentence that names the option
     */
    public PodOptions {
        // With "-members" it is the name of a Service, which has at most 63 characters.
        check(
                "--name",
                name,
                "[a-z]([a-z0-9-]{0,38}[a-z0-9])?",
                "1 to 40 lower-case letters, digits and -, such as shop");
        check("--namespace", namespace, "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", "lower-case letters, digits and -");
        check(
                "--ingress-class",
                ingressClass,
                "[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?",
                "lower-case letters, digits, . and -");
        image.ifPresent(value -> check(
                "--image",
                value,
                "[a-z0-9][A-Za-z0-9._/:@-]{0,254}",
                "the name of an image, such as registry.example.com/shop:1"));
        ingressHost.ifPresent(value -> check(
                "--ingress-host",
                value,
                "(\\*\\.)?[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?",
                "a host name, such as shop.example.com"));
    }

    private static void check(String option, String value, String pattern, String use) {
        if (!value.matches(pattern)) {
            throw new IllegalArgumentException(option + " " + value + ": use " + use + ".");
        }
    }
}
