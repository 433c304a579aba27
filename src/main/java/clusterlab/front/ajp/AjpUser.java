package clusterlab.front.ajp;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The current user of a connection. After {@link #closed} it gets no more calls. */
public interface AjpUser {
    /** The node answered a ping. */
    void pong();

    /** The start of a response; {@code packet} is valid during the call only. */
    void headers(ByteBuffer packet) throws IOException;

    /**
     * A part of the response's body; without data: flush.
     *
     * @param last whether the response ends after it
     * @return whether the user took all data; if not, there are no more calls and {@code data} stays valid until {@link AjpConnection#resume}
     */
    boolean body(ByteBuffer data, boolean last) throws IOException;

    /** The node requests up to {@code max} bytes of the request's body. */
    void bodyWanted(int max);

    /** The response is complete. The user returns the connection, or closes it if it is not reusable. */
    void ended(boolean reusable) throws IOException;

    /** The connection was closed, but not by the user's own {@link AjpConnection#close}. */
    void closed(IOException why);
}
