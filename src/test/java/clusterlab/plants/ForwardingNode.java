package clusterlab.plants;

import clusterlab.agent.NodeAgent;
import clusterlab.cluster.Await.Deadline;
import clusterlab.cluster.HostException;
import clusterlab.cluster.NodeProcess;
import clusterlab.cluster.RunningNode;
import java.time.Duration;
import java.util.Optional;

/** A node that does what another one does; a defect overrides something. */
abstract class ForwardingNode implements RunningNode {
    private final RunningNode real;

    ForwardingNode(RunningNode real) {
        this.real = real;
    }

    @Override
    public NodeAgent agent() {
        return real.agent();
    }

    @Override
    public Optional<NodeProcess> process() {
        return real.process();
    }

    @Override
    public void start() throws HostException, InterruptedException {
        real.start();
    }

    @Override
    public void join(Gate members, Gate sessions, Deadline deadline) throws HostException, InterruptedException {
        real.join(members, sessions, deadline);
    }

    @Override
    public void startAsStock(Deadline deadline) throws HostException, InterruptedException {
        real.startAsStock(deadline);
    }

    @Override
    public void abort(String why) {
        real.abort(why);
    }

    @Override
    public Optional<String> awaited(boolean exact) {
        return real.awaited(exact);
    }

    @Override
    public void drain(Duration most) throws InterruptedException {
        real.drain(most);
    }

    @Override
    public void kill() {
        real.kill();
    }

    @Override
    public void freeze() {
        real.freeze();
    }

    @Override
    public void thaw() {
        real.thaw();
    }

    @Override
    public void end(Deadline deadline) throws HostException, InterruptedException {
        real.end(deadline);
    }
}
