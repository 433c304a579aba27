package clusterlab.web;

/**
 * One row of the API.
 *
 * @param method of HTTP
 * @param template such as {@code /api/nodes/{name}}, as in openapi.json
 */
record Route(String method, String template, Action action) {

    /** The handler of a route; it may block. */
    @FunctionalInterface
    interface Action {
        Reply answer(Call call) throws Exception;
    }
}
