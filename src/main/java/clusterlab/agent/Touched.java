package clusterlab.agent;

import java.util.List;

/** Which sessions the requests of a node used since the last question. */
public final class Touched {
    /** Nothing. */
    public static final Touched NONE = new Touched(List.of(), List.of());

    private final List<String> sessions;
    private final List<Refusal> refusals;

    /**
     * An answer.
     *
     * @param sessions ids with their jvmRoute
     * @param refusals values that {@code setAttribute} refused
     */
    public Touched(List<String> sessions, List<Refusal> refusals) {
        this.sessions = List.copyOf(sessions);
        this.refusals = List.copyOf(refusals);
    }

    public List<String> sessions() {
        return sessions;
    }

    public List<Refusal> refusals() {
        return refusals;
    }

    /** A value that setAttribute refused, since its class is not Serializable (StandardSession.setAttribute). */
    public static final class Refusal {
        private final String session;
        private final String attribute;

        /** Of this session, or of none that is known (empty). */
        public Refusal(String session, String attribute) {
            this.session = session;
            this.attribute = attribute;
        }

        public String session() {
            return session;
        }

        public String attribute() {
            return attribute;
        }
    }
}
