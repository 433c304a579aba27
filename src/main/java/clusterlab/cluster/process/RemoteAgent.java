package clusterlab.cluster.process;

import clusterlab.agent.AgentException;
import clusterlab.agent.AttributeLook;
import clusterlab.agent.CopyRole;
import clusterlab.agent.CopyView;
import clusterlab.agent.DeployedView;
import clusterlab.agent.DeployerView;
import clusterlab.agent.LinkFault;
import clusterlab.agent.NodeAgent;
import clusterlab.agent.Peer;
import clusterlab.agent.SessionLook;
import clusterlab.agent.Touched;
import clusterlab.cluster.SilentNodeException;
import clusterlab.cluster.process.AgentConnection.RefusedByAgentException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The agent in another process. A process that has ended holds nothing and sees nobody: then reads are empty, actions do nothing.
 * A process that runs and does not answer is not taken for that: reads throw {@link SilentNodeException}.
 */
public class RemoteAgent implements NodeAgent {
    /** Longer than any pause of a collector; membership steps of Tomcat take up to some seconds. */
    private static final Duration ANSWER = Duration.ofSeconds(15);

    /** For what a view needs of each node. */
    private static final Duration FIGURE = Duration.ofSeconds(2);

    /** A silent node is not asked again for so long: a view asks several things. */
    private static final Duration SILENCE = Duration.ofSeconds(2);

    private final String node;
    private final Runnable silent;
    private volatile @Nullable AgentConnection connection;
    private volatile long requests;
    private volatile ManagerKind manager = ManagerKind.DELTA;
    private volatile boolean toldSilent;
    private volatile long silentUntil = System.nanoTime();
    /** What was set before the agent dialled; its welcome has it. */
    private final Map<String, Object> early = new LinkedHashMap<>();

    /**
     * An agent that has not dialled yet.
     *
     * @param silent called when it does not answer, and again only after it has answered
     */
    public RemoteAgent(String node, Runnable silent) {
        this.node = node;
        this.silent = silent;
    }

    /**
     * The agent has dialled: sends it the welcome, with what was set before.
     *
     * @param welcome what the node has to know besides
     * @throws IOException if the connection is gone
     */
    synchronized void connect(AgentConnection dialled, Map<String, Object> welcome) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>(welcome);
        all.putAll(early);
        dialled.send(all);
        connection = dialled;
    }

    private @Nullable Object act(String what, Map<String, Object> parameters, Duration most) throws AgentException {
        AgentConnection now = connection;
        if (now == null || now.isBroken()) {
            return null;
        }
        if (silentUntil - System.nanoTime() > 0) {
            throw new SilentNodeException(node);
        }
        try {
            Object answer = now.call(what, parameters, most);
            toldSilent = false;
            return answer;
        } catch (IOException ended) {
            return null;
        } catch (TimeoutException e) {
            silentUntil = System.nanoTime() + SILENCE.toNanos();
            if (!toldSilent) {
                toldSilent = true;
                silent.run();
            }
            throw new SilentNodeException(node);
        } catch (RefusedByAgentException e) {
            throw new AgentException(String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AgentException("interrupted while " + node + " was asked", e);
        }
    }

    private @Nullable Object read(String what, Map<String, Object> parameters) {
        return read(what, parameters, ANSWER);
    }

    private @Nullable Object figure(String what) {
        return read(what, Map.of(), FIGURE);
    }

    private @Nullable Object read(String what, Map<String, Object> parameters, Duration most) {
        try {
            return act(what, parameters, most);
        } catch (AgentException e) {
            if (Thread.currentThread().isInterrupted()) {
                return null;
            }
            throw new IllegalStateException(node + ": " + e.getMessage(), e);
        }
    }

    private synchronized void set(String what, Map<String, Object> parameters) {
        if (connection == null) {
            early.putAll(parameters);
        } else {
            read(what, parameters);
        }
    }

    @Override
    public void peers(Collection<Peer> all) {
        set("peers", Map.of("peers", asLists(all)));
    }

    /** The form of the control connection. */
    static List<List<Object>> asLists(Collection<Peer> all) {
        return all.stream()
                .map(peer -> List.<Object>of(peer.name(), peer.index(), peer.host(), peer.port()))
                .toList();
    }

    @Override
    public void links(Map<String, LinkFault> outgoing, Set<String> unheard) {
        Map<String, Object> faults = new HashMap<>();
        outgoing.forEach((to, fault) ->
                faults.put(to, List.of(fault.cut(), fault.loss(), fault.delayMillis(), fault.jitterMillis())));
        set("links", Map.of("outgoing", faults, "unheard", unheard));
    }

    @Override
    public void membership(Level level) throws AgentException {
        act("membership", Map.of("level", level.name()), ANSWER);
    }

    @Override
    public void membersKnown() {
        read("membersKnown", Map.of());
    }

    @Override
    public void heartbeat() {
        read("heartbeat", Map.of());
    }

    @Override
    public List<String> members() {
        return texts(figure("members"));
    }

    @Override
    public ManagerKind manager() {
        if (figure("manager") instanceof String name) {
            manager = ManagerKind.valueOf(name);
        }
        return manager;
    }

    @Override
    public boolean mapKnows(int others) {
        return Boolean.TRUE.equals(read("mapKnows", Map.of("others", others)));
    }

    @Override
    public void transferAgain() throws AgentException {
        act("transferAgain", Map.of(), ANSWER);
    }

    @Override
    public int sessionCount() {
        return figure("sessionCount") instanceof Number count ? count.intValue() : 0;
    }

    @Override
    public Set<String> sessionIds() {
        return new LinkedHashSet<>(texts(read("sessionIds", Map.of())));
    }

    @Override
    public Set<String> sessionIds(Collection<String> applications) {
        return new LinkedHashSet<>(texts(read("sessionIdsOf", Map.of("applications", applications))));
    }

    @Override
    public Map<String, CopyRole> roles(Collection<String> ids) {
        Map<String, CopyRole> roles = new LinkedHashMap<>();
        Object read = read("roles", Map.of("ids", ids));
        for (String id : ids) {
            Object role = read instanceof Map<?, ?> all ? all.get(id) : null;
            roles.put(id, role == null ? CopyRole.ABSENT : CopyRole.valueOf(role.toString()));
        }
        return roles;
    }

    @Override
    public Map<String, CopyView> copies(Collection<String> ids) {
        Map<String, CopyView> copies = new LinkedHashMap<>();
        Object read = read("copies", Map.of("ids", ids));
        for (String id : ids) {
            Object copy = read instanceof Map<?, ?> all ? all.get(id) : null;
            copies.put(id, copy instanceof List<?> list ? copy(list) : CopyView.without(node, CopyRole.ABSENT));
        }
        return copies;
    }

    /** See {@code Commands.list} of the agent. */
    private CopyView copy(List<?> list) {
        List<CopyView.Attribute> attributes = new ArrayList<>(list.size());
        for (Object each : list.subList(3, list.size())) {
            List<?> one = (List<?>) each;
            Object value = one.get(2);
            attributes.add(new CopyView.Attribute(
                    String.valueOf(one.get(0)),
                    String.valueOf(one.get(1)),
                    value == null ? null : value.toString(),
                    ((Number) one.get(3)).intValue()));
        }
        return new CopyView(
                node,
                CopyRole.valueOf(String.valueOf(list.get(0))),
                attributes,
                String.valueOf(list.get(1)),
                ((Number) list.get(2)).longValue());
    }

    @Override
    public Touched touched() {
        if (!(read("touched", Map.of(), FIGURE) instanceof List<?> list) || list.isEmpty()) {
            return Touched.NONE;
        }
        return new Touched(
                texts(list.get(0)),
                list.subList(1, list.size()).stream()
                        .map(each -> (List<?>) each)
                        .map(one -> new Touched.Refusal(String.valueOf(one.get(0)), String.valueOf(one.get(1))))
                        .toList());
    }

    @Override
    public Map<String, SessionLook> look(Collection<String> ids, boolean thorough) {
        Map<String, SessionLook> looks = new LinkedHashMap<>();
        Object read = read("look", Map.of("ids", ids, "thorough", thorough));
        for (String id : ids) {
            Object look = read instanceof Map<?, ?> all ? all.get(id) : null;
            looks.put(id, look instanceof List<?> list ? look(list) : SessionLook.without(CopyRole.UNKNOWN));
        }
        return looks;
    }

    /** See {@code Commands.list} of the agent. */
    private static SessionLook look(List<?> list) {
        List<AttributeLook> attributes = new ArrayList<>(list.size());
        for (Object each : list.subList(5, list.size())) {
            List<?> one = (List<?>) each;
            attributes.add(new AttributeLook(
                    String.valueOf(one.get(0)),
                    String.valueOf(one.get(1)),
                    String.valueOf(one.get(2)),
                    Boolean.TRUE.equals(one.get(3)),
                    ((Number) one.get(4)).intValue(),
                    String.valueOf(one.get(5)),
                    ((Number) one.get(6)).longValue(),
                    ((Number) one.get(7)).longValue(),
                    ((Number) one.get(8)).longValue(),
                    AttributeLook.Problem.valueOf(String.valueOf(one.get(9))),
                    String.valueOf(one.get(10)),
                    String.valueOf(one.get(11))));
        }
        return new SessionLook(
                CopyRole.valueOf(String.valueOf(list.get(0))),
                ((Number) list.get(1)).longValue(),
                ((Number) list.get(2)).longValue(),
                ((Number) list.get(3)).longValue(),
                Boolean.TRUE.equals(list.get(4)),
                attributes);
    }

    @Override
    public byte[] serialized(String id, String attribute) {
        return read("serialized", Map.of("session", id, "attribute", attribute)) instanceof String base64
                ? Base64.getDecoder().decode(base64)
                : new byte[0];
    }

    @Override
    public String whyUnreadable(byte[] serialized) {
        return read("whyUnreadable", Map.of("serialized", Base64.getEncoder().encodeToString(serialized)))
                        instanceof String why
                ? why
                : "";
    }

    @Override
    public DeployerView deployer() {
        return read("deployer", Map.of()) instanceof List<?> list
                ? new DeployerView(
                        Boolean.TRUE.equals(list.get(0)),
                        String.valueOf(list.get(1)),
                        Boolean.TRUE.equals(list.get(2)),
                        Boolean.TRUE.equals(list.get(3)),
                        ((Number) list.get(4)).longValue())
                : DeployerView.NONE;
    }

    @Override
    public List<DeployedView> deployed() {
        return read("deployed", Map.of(), FIGURE) instanceof List<?> list
                ? list.stream()
                        .map(each -> (List<?>) each)
                        .map(one -> new DeployedView(
                                String.valueOf(one.get(0)),
                                DeployedView.State.valueOf(String.valueOf(one.get(1))),
                                ((Number) one.get(2)).longValue()))
                        .toList()
                : List.of();
    }

    @Override
    public void tidy(String contextName) {
        read("tidy", Map.of("name", contextName));
    }

    @Override
    public long requests() {
        if (figure("requests") instanceof Number count) {
            requests = count.longValue();
        }
        return requests;
    }

    private static List<String> texts(@Nullable Object read) {
        return read instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }
}
