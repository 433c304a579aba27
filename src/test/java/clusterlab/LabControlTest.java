package clusterlab;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.cli.console.ActionException;
import clusterlab.cli.console.LocalActions;
import clusterlab.cli.console.NodeAction;
import clusterlab.cluster.BootException;
import clusterlab.cluster.TesterCluster;
import clusterlab.fault.Nemesis;
import clusterlab.front.Balancer;
import clusterlab.front.FrontException;
import clusterlab.load.LoadGenerator;
import clusterlab.spec.Topology;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabControlTest {
    private static final String WHY = "httpd did not accept it: Read timed out";

    @TempDir
    Path dir;

    /** The API answers a BootException with 503 and its message. */
    @Test
    void whatTheFrontRefusesIsASentenceForPromptAndApi() throws Exception {
        try (TesterCluster cluster = TesterCluster.booted(2, dir);
                Nemesis nemesis = new Nemesis(cluster.cluster(), cluster.events(), Clock.systemUTC());
                LoadGenerator load = new LoadGenerator(List::of, cluster.events())) {
            Refusing front = new Refusing();
            LabControl lab =
                    new LabControl(cluster.cluster(), nemesis, cluster.events(), () -> Optional.of(front), load);
            LocalActions prompt = new LocalActions(lab, Optional.empty());
            assertThatThrownBy(() -> lab.drain("node1", true))
                    .isInstanceOf(BootException.class)
                    .hasMessage(WHY);
            assertThatThrownBy(() -> lab.sticky(false))
                    .isInstanceOf(BootException.class)
                    .hasMessage(WHY);
            assertThatThrownBy(() -> prompt.change(NodeAction.DRAIN, "node1"))
                    .isInstanceOf(ActionException.class)
                    .hasMessage(WHY);
            assertThatThrownBy(() -> prompt.sticky(false))
                    .isInstanceOf(ActionException.class)
                    .hasMessage(WHY);
        }
    }

    private static final class Refusing implements Balancer {
        private static FrontException refusal() {
            return new FrontException(WHY, new IOException());
        }

        @Override
        public URI uri() {
            return URI.create("http://127.0.0.1/");
        }

        @Override
        public List<Worker> workers() {
            return List.of();
        }

        @Override
        public void activate(String node, Worker.Activation activation) throws FrontException {
            throw refusal();
        }

        @Override
        public void sticky(boolean sticky) throws FrontException {
            throw refusal();
        }

        @Override
        public void update(Topology topology) throws FrontException {
            throw refusal();
        }

        @Override
        public void close() {}
    }
}
