package clusterlab.web;

import clusterlab.web.Problem.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the route of a path: segment by segment, a literal before a parameter. Pure. */
final class Router {
    private final List<Route> routes;

    Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /** A route and the values of its parameters. */
    record Match(Route route, Map<String, String> path) {}

    /**
     * The route for this request.
     *
     * @param segments of the path, decoded one by one
     * @throws Problem if there is none; {@link #allowed} tells of others with the same path
     */
    Match find(String method, List<String> segments) throws Problem {
        for (Route route : routes) {
            Optional<Map<String, String>> path = match(route.template(), segments);
            if (path.isPresent() && route.method().equals(method)) {
                return new Match(route, path.get());
            }
        }
        List<String> allowed = allowed(segments);
        throw allowed.isEmpty()
                ? new Problem(Kind.UNKNOWN, "There is no such path; /api/openapi.json lists those that are.")
                : new Problem(Kind.METHOD, "Use " + String.join(" or ", allowed) + ".");
    }

    /** The methods that a path has. */
    List<String> allowed(List<String> segments) {
        return routes.stream()
                .filter(route -> match(route.template(), segments).isPresent())
                .map(Route::method)
                .distinct()
                .toList();
    }

    /** The segments of a path, still encoded. */
    static List<String> split(String path) {
        return List.of(path.substring(1).split("/", -1));
    }

    private static Optional<Map<String, String>> match(String template, List<String> segments) {
        List<String> wanted = new ArrayList<>(split(template));
        if (wanted.size() != segments.size()) {
            return Optional.empty();
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < wanted.size(); i++) {
            String one = wanted.get(i);
            if (one.startsWith("{") && !segments.get(i).isEmpty()) {
                values.put(one.substring(1, one.length() - 1), segments.get(i));
            } else if (!one.equals(segments.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values);
    }
}
