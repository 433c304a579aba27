package demo;

import java.io.Serializable;

/** The shop's own idea of a session. */
public class Session implements Serializable {
    private static final long serialVersionUID = 1;

    private final long since = System.currentTimeMillis();

    public long since() {
        return since;
    }
}
