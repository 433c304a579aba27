package clusterlab.web;

import clusterlab.web.Problem.Kind;
import io.undertow.util.PathTemplateMatcher;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds the route of an encoded path, segment by segment; a literal takes precedence over a parameter. Pure. */
final class Router {
    /** By template, then by method. */
    private final PathTemplateMatcher<Map<String, Route>> templates = new PathTemplateMatcher<>();

    Router(List<Route> routes) {
        Map<String, Map<String, Route>> methods = new LinkedHashMap<>();
        for (Route route : routes) {
            methods.computeIfAbsent(route.template(), first -> new LinkedHashMap<>())
                    .put(route.method(), route);
        }
        methods.forEach(templates::add);
    }

    /** A route and the values of its parameters, decoded. */
    record Match(Route route, Map<String, String> path) {}

    /**
     * The route for this request.
     *
     * @param path still encoded: an encoded slash in a parameter's value does not separate segments
     */
    Match find(String method, String path) throws Problem {
        PathTemplateMatcher.PathMatchResult<Map<String, Route>> found = templates.match(path);
        if (found == null || found.getParameters().containsValue("")) {
            throw new Problem(Kind.UNKNOWN, "There is no such path; /api/openapi.json lists all paths.");
        }
        Route route = found.getValue().get(method);
        if (route == null) {
            throw Problem.method(found.getValue().keySet());
        }
        Map<String, String> values = new HashMap<>();
        try {
            found.getParameters()
                    // In a path, a plus is not a blank.
                    .forEach((name, value) ->
                            values.put(name, URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException e) {
            throw new Problem(Kind.MALFORMED, "The path is not URL-encoded.");
        }
        return new Match(route, values);
    }
}
