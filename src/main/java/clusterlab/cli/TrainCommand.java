package clusterlab.cli;

import clusterlab.Lab;
import clusterlab.spec.NodeSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Proxy;
import java.net.URI;
import java.net.URLConnection;
import picocli.CommandLine.Command;

/** Starts a lab as {@code run} does and ends it once it was used, so that a class-data-sharing archive has all that a start needs. */
@Command(name = "train", hidden = true, description = "Boot, request each node's page, and end")
final class TrainCommand extends Launch {
    private static final int PATIENCE_MILLIS = 10_000;

    @Override
    void ready(Lab lab, Output output) {
        for (NodeSpec node : lab.topology().nodes()) {
            try {
                URLConnection page = URI.create(node.httpUrl()).toURL().openConnection(Proxy.NO_PROXY);
                page.setConnectTimeout(PATIENCE_MILLIS);
                page.setReadTimeout(PATIENCE_MILLIS);
                try (InputStream body = page.getInputStream()) {
                    body.readAllBytes();
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
