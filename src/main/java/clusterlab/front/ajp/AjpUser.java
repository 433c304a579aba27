package clusterlab.front.ajp;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Whoever uses the connection now. After {@link #closed} it hears nothing more. */
public interface AjpUser {
    /** The node answered a ping. */
    void pong();

    /** The start of a response; {@code packet} is valid during the call only. */
    void headers(ByteBuffer packet) throws IOException;

    /**
     * A part of the response's body; without data: what there is shall go out now.
     *
     * @param last whether the response ends after it
     * @return whether all was taken; if not, nothing more comes and {@code data} stays valid until {@link AjpConnection#resume}
     */
    boolean body(ByteBuffer data, boolean last) throws IOException;

    /** The node wants up to {@code max} bytes of the request's body. */
    void bodyWanted(int max);

    /** The response is complete. The user gives the connection back, or closes it if it is not reusable. */
    void ended(boolean reusable) throws IOException;

    /** The connection is gone; not called for a {@link AjpConnection#close} of one's own. */
    void closed(IOException why);
}
