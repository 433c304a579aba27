package demo;

/** The shop's own idea of a session. */
public class Session {
    private final long since = System.currentTimeMillis();

    public long since() {
        return since;
    }
}
