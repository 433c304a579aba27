package clusterlab.web;

/**
 * One row of the API.
 *
 * @param method of HTTP
 * @param template such as {@code /api/nodes/{name}}, as in openapi.json
 * @param takesUpload whether its body is a file of any size
 */
record Route(String method, String template, boolean takesUpload, Action action) {

    /** A route whose body is JSON, if it has one. */
    Route(String method, String template, Action action) {
        this(method, template, false, action);
    }

    /** The handler of a route; it may block. */
    @FunctionalInterface
    interface Action {
        Reply answer(Call call) throws Exception;
    }
}
