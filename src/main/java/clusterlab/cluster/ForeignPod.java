package clusterlab.cluster;

import clusterlab.cloud.ForeignTraffic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/** The receiver in a pod of another application, and its figures. */
public record ForeignPod(Supplier<ForeignTraffic> traffic, Runnable end) {
    /** Opens one. */
    @FunctionalInterface
    public interface Factory {
        /**
         * Listens at this address.
         *
         * @param log takes its log lines
         * @throws IOException if that is impossible; the message is for the user
         */
        ForeignPod open(String address, int port, Path log) throws IOException;
    }
}
