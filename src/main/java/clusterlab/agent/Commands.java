package clusterlab.agent;

import clusterlab.agent.NodeAgent.Level;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.catalina.Service;
import org.jspecify.annotations.Nullable;

/** Carries out what the lab commands over the control connection: the methods of {@link NodeAgent}, and the start's gates. */
final class Commands implements Control.Commands {
    private final NodeAgent agent;
    private final Map<String, CountDownLatch> gates;
    private final Service service;

    Commands(NodeAgent agent, Map<String, CountDownLatch> gates, Service service) {
        this.agent = agent;
        this.gates = gates;
        this.service = service;
    }

    @Override
    public @Nullable Object run(String what, Map<String, @Nullable Object> given) throws Exception {
        switch (what) {
            case "peers":
                agent.peers(peers(given.get("peers")));
                return null;
            case "links":
                agent.links(faults(given.get("outgoing")), Set.copyOf(texts(given.get("unheard"))));
                return null;
            case "membership":
                agent.membership(Level.valueOf(text(given.get("level"))));
                return null;
            case "membersKnown":
                agent.membersKnown();
                return null;
            case "heartbeat":
                agent.heartbeat();
                return null;
            case "members":
                return agent.members();
            case "manager":
                return agent.manager().name();
            case "mapKnows":
                return agent.mapKnows((int) number(given.get("others")));
            case "transferAgain":
                agent.transferAgain();
                return null;
            case "sessionCount":
                return agent.sessionCount();
            case "sessionIds":
                return agent.sessionIds();
            case "sessionIdsOf":
                return agent.sessionIds(texts(given.get("applications")));
            case "roles":
                Map<String, Object> roles = new LinkedHashMap<>();
                agent.roles(texts(given.get("ids"))).forEach((id, role) -> roles.put(id, role.name()));
                return roles;
            case "copies":
                Map<String, Object> copies = new LinkedHashMap<>();
                agent.copies(texts(given.get("ids"))).forEach((id, copy) -> copies.put(id, list(copy)));
                return copies;
            case "touched":
                return list(agent.touched());
            case "look":
                Map<String, Object> looks = new LinkedHashMap<>();
                agent.look(texts(given.get("ids")), Boolean.TRUE.equals(given.get("thorough")))
                        .forEach((id, look) -> looks.put(id, list(look)));
                return looks;
            case "serialized":
                return Base64.getEncoder()
                        .encodeToString(agent.serialized(text(given.get("session")), text(given.get("attribute"))));
            case "whyUnreadable":
                return agent.whyUnreadable(Base64.getDecoder().decode(text(given.get("serialized"))));
            case "deployer":
                DeployerView deployer = agent.deployer();
                return Arrays.<Object>asList(
                        deployer.present(),
                        deployer.watchDir(),
                        deployer.watches(),
                        deployer.deploysToAppBase(),
                        deployer.everyMillis());
            case "deployed":
                List<Object> deployed = new ArrayList<>();
                agent.deployed()
                        .forEach(one ->
                                deployed.add(List.of(one.name(), one.state().name(), one.start())));
                return deployed;
            case "tidy":
                agent.tidy(text(given.get("name")));
                return null;
            case "requests":
                return agent.requests();
            case "pass":
                Objects.requireNonNull(gates.get(text(given.get("gate")))).countDown();
                return null;
            case "drain":
                new Drain(service).run(number(given.get("millis")));
                return null;
            case "exit":
                AgentListener.exit();
                return null;
            default:
                throw new IllegalArgumentException("unknown command " + what);
        }
    }

    /** {@code [role, digest, last access, [name, type, value or null, bytes], …]}. */
    private static List<@Nullable Object> list(CopyView copy) {
        List<@Nullable Object> list = new ArrayList<>();
        list.add(copy.role().name());
        list.add(copy.digest());
        list.add(copy.lastAccessMillis());
        for (CopyView.Attribute attribute : copy.attributes()) {
            List<@Nullable Object> one = new ArrayList<>();
            one.add(attribute.name());
            one.add(attribute.type());
            one.add(attribute.value());
            one.add(attribute.bytes());
            list.add(one);
        }
        return list;
    }

    /** {@code [[id, …], [session, attribute], …]}. */
    private static List<@Nullable Object> list(Touched touched) {
        List<@Nullable Object> list = new ArrayList<>();
        list.add(touched.sessions());
        touched.refusals().forEach(one -> list.add(List.of(one.session(), one.attribute())));
        return list;
    }

    /** {@code [role, requests, idle, tracked, complete, [name, type, former type, listens, bytes, digest, sets, set ago, requests since, problem, path, detail], …]}. */
    private static List<@Nullable Object> list(SessionLook look) {
        List<@Nullable Object> list = new ArrayList<>(
                List.of(look.role().name(), look.requests(), look.idleMillis(), look.trackedMillis(), look.complete()));
        for (AttributeLook one : look.attributes()) {
            list.add(Arrays.<Object>asList(
                    one.name(),
                    one.type(),
                    one.formerType(),
                    one.listens(),
                    one.bytes(),
                    one.digest(),
                    one.sets(),
                    one.setMillisAgo(),
                    one.requestsSinceSet(),
                    one.problem().name(),
                    one.path(),
                    one.detail()));
        }
        return list;
    }

    /** Each as {@code [name, index, host, port]}. */
    static List<Peer> peers(@Nullable Object value) {
        List<Peer> peers = new ArrayList<>();
        for (Object each : elements(value)) {
            List<?> peer = (List<?>) each;
            peers.add(new Peer(
                    text(peer.get(0)), (int) number(peer.get(1)), text(peer.get(2)), (int) number(peer.get(3))));
        }
        return peers;
    }

    /** By the name of the node: {@code [cut, loss, delay, jitter]}. */
    static Map<String, LinkFault> faults(@Nullable Object value) {
        Map<String, LinkFault> faults = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : (value instanceof Map ? (Map<?, ?>) value : Map.of()).entrySet()) {
            List<?> fault = (List<?>) entry.getValue();
            faults.put(
                    text(entry.getKey()),
                    new LinkFault(
                            (Boolean) fault.get(0),
                            ((Number) fault.get(1)).doubleValue(),
                            number(fault.get(2)),
                            number(fault.get(3))));
        }
        return faults;
    }

    static List<String> texts(@Nullable Object value) {
        List<String> texts = new ArrayList<>();
        elements(value).forEach(each -> texts.add(text(each)));
        return texts;
    }

    static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    /** 0 if it is missing. */
    static long number(@Nullable Object value) {
        return value == null ? 0 : ((Number) value).longValue();
    }

    private static List<?> elements(@Nullable Object value) {
        return value instanceof List ? (List<?>) value : List.of();
    }
}
