package clusterlab.wire;

import java.util.List;

/**
 * A request to change the front.
 *
 * @param sticky whether a session stays on its node
 */
public record FrontRequest(boolean sticky) {

    /** Reads a body. */
    public static FrontRequest read(Fields json) throws MalformedException {
        json.only(List.of("sticky"));
        return new FrontRequest(json.truth("sticky"));
    }
}
