package clusterlab.cluster.remote;

import clusterlab.agent.NodeAgent;
import clusterlab.cluster.Await;
import clusterlab.cluster.Await.Deadline;
import clusterlab.cluster.HostException;
import clusterlab.cluster.NodeProcess;
import clusterlab.cluster.Pulse;
import clusterlab.cluster.RunningNode;
import clusterlab.cluster.StartStep;
import clusterlab.cluster.process.AgentDial;
import clusterlab.spec.NodeCommand;
import clusterlab.spec.NodeSpec;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One start of a node elsewhere, as far as the lab sees it. A command of the user's counts as done when a client of the lab's sees its
 * effect at the node's URL: that it refuses, is silent, or answers.
 */
final class RemoteNode implements RunningNode {
    /** How long one look at the URL waits. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** How long an agent may take after its node answers. */
    private static final Duration ATTACH = Duration.ofSeconds(15);

    private static final Set<Pulse> SILENCE = EnumSet.of(Pulse.SILENT, Pulse.QUEUED_UP);

    private final NodeSpec spec;
    private final RemoteHost host;
    private final NodeAgent agent;
    private final Optional<AttachedAgent> inside;
    private volatile @Nullable AgentDial dial;
    private volatile @Nullable String aborted;
    private volatile @Nullable StartStep doing;

    /**
     * A node.
     *
     * @param inside the same as the agent, if it is one that can be connected
     */
    RemoteNode(NodeSpec spec, RemoteHost host, NodeAgent agent, Optional<AttachedAgent> inside) {
        this.inside = inside;
        this.spec = spec;
        this.host = host;
        this.agent = agent;
    }

    @Override
    public NodeAgent agent() {
        return agent;
    }

    /** It runs already: it has to answer. */
    @Override
    public void start() throws HostException, InterruptedException {
        awaitAnswer(Deadline.in(host.patience()), "does not answer");
    }

    /** As {@link #startAsStock}: the node does all of it itself. */
    @Override
    public void join(Gate members, Gate sessions, Deadline deadline) throws HostException, InterruptedException {
        startAsStock(deadline);
    }

    @Override
    public void startAsStock(Deadline deadline) throws HostException, InterruptedException {
        if (!host.target().can(NodeCommand.START)) {
            throw new HostException(
                    host.target().whyNot("start", NodeCommand.START).orElseThrow());
        }
        if (host.target().returnsByItself()) {
            awaitAnswer(deadline, "did not come back by itself");
            return;
        }
        doing = StartStep.now(NodeCommand.START.option() + " has been running");
        try {
            host.commands().run(NodeCommand.START, spec.name(), spec.name());
        } finally {
            doing = null;
        }
        awaitAnswer(deadline, "does not answer after " + NodeCommand.START.option());
    }

    private void awaitAnswer(Deadline deadline, String otherwise) throws HostException, InterruptedException {
        doing = StartStep.now("the lab has been waiting for an answer of " + spec.httpUrl());
        try {
            Pulse[] last = {Pulse.CLOSED};
            boolean answered = Await.until(deadline, () -> {
                last[0] = Pulse.of(spec, LOOK);
                return last[0] == Pulse.ANSWERS || aborted != null;
            });
            if (aborted != null) {
                throw new HostException(aborted);
            }
            if (!answered) {
                throw new HostException(spec.httpUrl() + " " + otherwise + ": " + clause(last[0]));
            }
            attach(deadline);
        } finally {
            doing = null;
        }
    }

    /** The connectors open before the agent: Server.start has its listeners called last. */
    private void attach(Deadline deadline) throws HostException, InterruptedException {
        if (inside.isEmpty()) {
            return;
        }
        @Nullable HostException[] last = {null};
        boolean attached = Await.until(deadline.orIn(ATTACH), () -> {
            try {
                dial = host.attach(spec, inside.get());
                return true;
            } catch (HostException e) {
                last[0] = e;
                return false;
            }
        });
        if (!attached && last[0] != null) {
            throw last[0];
        }
    }

    @Override
    public Optional<NodeProcess> process() {
        AgentDial open = dial;
        return open == null || open.isBroken() || !(open.hello().get("pid") instanceof Number pid)
                ? Optional.empty()
                : Optional.of(new NodeProcess(
                        pid.longValue(),
                        String.valueOf(open.hello().get("tomcat")),
                        String.valueOf(open.hello().get("java"))));
    }

    private static String clause(Pulse pulse) {
        return switch (pulse) {
            case ANSWERS -> "it answers";
            case SILENT -> "it accepts a connection and stays silent";
            case QUEUED_UP -> "no connection comes about within " + LOOK.toSeconds() + " s";
            case CLOSED -> "it refuses connections";
        };
    }

    @Override
    public void abort(String why) {
        aborted = why;
    }

    @Override
    public Optional<String> awaited(boolean exact) {
        return Optional.ofNullable(doing).map(StartStep::text);
    }

    /** The user's command ends the node; its requests are its own business. */
    @Override
    public void drain(Duration most) {
        // Nothing of it is in the lab's hands.
    }

    @Override
    public void kill() {
        command(NodeCommand.KILL, EnumSet.of(Pulse.CLOSED));
    }

    @Override
    public void leave() {
        command(NodeCommand.STOP, EnumSet.of(Pulse.CLOSED));
    }

    @Override
    public void freeze() {
        command(NodeCommand.FREEZE, SILENCE);
    }

    /** The caller waits for the answer. */
    @Override
    public void thaw() {
        run(NodeCommand.THAW);
    }

    /** Runs a command, and waits as long again until a client sees its effect. */
    private void command(NodeCommand command, Set<Pulse> wanted) {
        run(command);
        Pulse[] last = {Pulse.ANSWERS};
        try {
            Deadline deadline = Deadline.in(host.target().commandTimeout());
            if (!Await.until(deadline, () -> {
                last[0] = Pulse.of(spec, LOOK);
                return wanted.contains(last[0]);
            })) {
                throw new IllegalStateException(command.option() + " ended with exit code 0, but "
                        + host.target().commandTimeout().toSeconds() + " s later " + spec.httpUrl()
                        + (last[0] == Pulse.ANSWERS ? " still answers" : ": " + clause(last[0])));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(command.option() + " was interrupted", e);
        }
    }

    private void run(NodeCommand command) {
        try {
            host.commands().run(command, spec.name(), spec.name());
        } catch (HostException e) {
            throw new IllegalStateException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(command.option() + " was interrupted", e);
        }
    }

    /** The node goes on. */
    @Override
    public void end(Deadline deadline) {
        AgentDial open = dial;
        if (open != null) {
            open.close();
        }
    }
}
