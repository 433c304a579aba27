package clusterlab.agent;

/** What one node holds of one attribute, and what keeps it from being replicated. */
public final class AttributeLook {
    private final String name;
    private final String type;
    private final String formerType;
    private final boolean listens;
    private final int bytes;
    private final String digest;
    private final long sets;
    private final long setMillisAgo;
    private final long requestsSinceSet;
    private final Problem problem;
    private final String path;
    private final String detail;

    /** What is wrong with a value on the node that holds it. */
    public enum Problem {
        /** Nothing. */
        NONE,
        /** Java's serialization refuses it. */
        NOT_SERIALIZABLE,
        /** It can be written, and the bytes can't be read again. */
        UNREADABLE,
        /** Its bytes are never the same twice, so that copies can't be compared. */
        UNSTEADY,
        /** It has more than 2 MB: too many to compare. */
        TOO_BIG
    }

    /**
     * An attribute.
     *
     * @param type the class of the value
     * @param formerType the class of the value before, if a request on this node replaced it by one of another class; the
     *     JDK's own lists, sets and maps are one class each; empty if none did
     * @param listens whether the value is an HttpSessionBindingListener: its code runs on each node that a change reaches
     * @param bytes its serialized size, or -1 if it can't be serialized
     * @param digest of its content, the same on all nodes for the same content; empty if there is none
     * @param sets how many requests on this node passed it to {@code setAttribute} or removed it; -1 if that is unknown
     * @param setMillisAgo when the last of them ended; -1 if there was none
     * @param requestsSinceSet how many requests of the session this node answered after it; -1 if there was none, or
     *     if two of them ran at the same time
     * @param path the way to what is wrong, such as {@code cart.items[0].owner}; empty if nothing is
     * @param detail the class there, or the error; empty if nothing is wrong
     */
    public AttributeLook(
            String name,
            String type,
            String formerType,
            boolean listens,
            int bytes,
            String digest,
            long sets,
            long setMillisAgo,
            long requestsSinceSet,
            Problem problem,
            String path,
            String detail) {
        this.name = name;
        this.type = type;
        this.formerType = formerType;
        this.listens = listens;
        this.bytes = bytes;
        this.digest = digest;
        this.sets = sets;
        this.setMillisAgo = setMillisAgo;
        this.requestsSinceSet = requestsSinceSet;
        this.problem = problem;
        this.path = path;
        this.detail = detail;
    }

    public String name() {
        return name;
    }

    public String type() {
        return type;
    }

    public String formerType() {
        return formerType;
    }

    public boolean listens() {
        return listens;
    }

    public int bytes() {
        return bytes;
    }

    public String digest() {
        return digest;
    }

    public long sets() {
        return sets;
    }

    public long setMillisAgo() {
        return setMillisAgo;
    }

    public long requestsSinceSet() {
        return requestsSinceSet;
    }

    public Problem problem() {
        return problem;
    }

    public String path() {
        return path;
    }

    public String detail() {
        return detail;
    }

    @Override
    public String toString() {
        return name + " " + digest + " " + problem + " " + path + " " + detail;
    }
}
