package clusterlab.app.doctor;

/**
 * Where a value came from.
 *
 * @param name of the attribute, {@code owner.field} or {@code owner.method}; {@code ?} if it is computed. Empty for the
 *     other kinds
 * @param part whether it is inside of that object, such as an element, and not the object itself
 * @param site the instruction in the method that is looked at, for attributes; for parameters their local variable
 */
record Origin(Kind kind, String name, boolean part, int site) {
    enum Kind {
        /** {@code HttpSession.getAttribute}. */
        ATTRIBUTE,
        /** {@code ServletContext.getAttribute}. */
        CONTEXT,
        /** A static field. */
        STATIC,
        /** A field of {@code this}. */
        FIELD,
        /** A parameter, or {@code this}. */
        PARAMETER,
        /** {@code HttpSession.getId}. */
        SESSION_ID,
        /** The map of session attributes of JSF. */
        SESSION_MAP,
        /** Writer or stream of a response. */
        ANSWER,
        /** A lambda that captures nothing, with its method as name: {@code demo/Page.lambda$doGet$0(…)…}. */
        LAMBDA
    }

    static final String COMPUTED = "?";

    Origin inside() {
        return part ? this : new Origin(kind, name, true, site);
    }

    Origin at(int newSite) {
        return new Origin(kind, name, part, newSite);
    }
}
