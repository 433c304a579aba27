package clusterlab.experiment.workload;

import clusterlab.experiment.history.Operation.Kind;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * What a workload talks to.
 *
 * @param front the balancer, or the node that takes requests that name no node
 * @param nodes name to address, in the order of the plan
 * @param names of the nodes, in the order of the plan
 * @param base path of the application, with a slash at both ends
 * @param counting path after the base of the page that counts, with its query so far
 */
public record Site(URI front, Map<String, URI> nodes, List<String> names, String base, String counting) {
    private static final String PAGE = "experiment.jsp?op=";
    /** The page that counts and adds an element, in a short chunked answer. */
    public static final String CHUNKED = PAGE + "add";
    /** The same with Content-Length. */
    public static final String WITH_LENGTH = PAGE + "add&length";

    /** Copies the collections. */
    public Site {
        nodes = Map.copyOf(nodes);
        names = List.copyOf(names);
    }

    /** The path that does what is asked of a session; a request that counts adds the element of its own number. */
    String path(Kind kind, long request) {
        return base
                + switch (kind) {
                    case CREATE, INCREMENT -> counting + "&e=" + request;
                    case READ, REPLAY_OLD_ID -> PAGE + "read";
                    case CHANGE_ID -> PAGE + "id";
                };
    }
}
