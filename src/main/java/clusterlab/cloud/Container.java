package clusterlab.cloud;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A node as one sees it with kubectl, and what the API server's audit log has of it.
 *
 * @param node its name
 * @param pod in which it runs
 * @param receiverPort that its members have to know
 * @param environment of its process
 * @param jvmOptions of its JVM
 * @param hasToken whether there is a file with a token
 * @param trusts whether its {@code ca.crt} is that of the API server
 * @param last what the API server answered last, empty before the first question
 */
record Container(
        String node,
        Pod pod,
        int receiverPort,
        Map<String, String> environment,
        List<String> jvmOptions,
        boolean hasToken,
        boolean trusts,
        Optional<ApiAnswer> last) {
    Container {
        environment = Map.copyOf(environment);
        jvmOptions = List.copyOf(jvmOptions);
    }

    /** Empty if it is not set, as Tomcat sees it. */
    String variable(String name) {
        return environment.getOrDefault(name, "");
    }
}
