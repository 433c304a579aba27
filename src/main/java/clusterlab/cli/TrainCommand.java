package clusterlab.cli;

import clusterlab.Lab;
import clusterlab.http.HttpConnection;
import clusterlab.spec.NodeSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import picocli.CommandLine.Command;

/** Starts a lab as {@code run} does and ends it once it was used, so that a class-data-sharing archive has all that a start needs. */
@Command(name = "train", hidden = true, description = "Boot, request each node's page, and end")
final class TrainCommand extends Launch {
    @Override
    void ready(Lab lab, Output output) {
        for (NodeSpec node : lab.topology().nodes()) {
            try (HttpConnection connection = new HttpConnection(URI.create(node.httpUrl()))) {
                connection.send(lab.topology().startPath(), null);
                int status = connection.reply().status();
                if (status != 200) {
                    throw new IOException(node.name() + " answered " + status);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    boolean endsWhenReady() {
        return true;
    }
}
