package clusterlab.web;

import clusterlab.cluster.BootException;
import clusterlab.cluster.RefusedException;
import clusterlab.fault.Fault;
import clusterlab.fault.Nemesis;
import clusterlab.front.Balancer;
import clusterlab.front.Balancer.Worker.Activation;
import clusterlab.web.Call.Fields;
import clusterlab.web.Problem.Kind;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What the routes do. An action answers when it has taken effect and says so in {@code effective}; false means that it
 * was carried out, but that the members did not come to agree within the detection time and five seconds more.
 */
final class Api {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LONGEST_FAULT_MILLIS = 24 * 60 * 60 * 1000;
    private static final int LARGEST_PAGE = 500;
    private static final int MOST_CLIENTS = 1000;
    private static final double HIGHEST_RATE = 1_000_000;

    private final LabParts lab;
    private final Views views;
    private final Metrics metrics;
    private final byte[] description;

    /**
     * The API of this lab.
     *
     * @param description of the routes: openapi.json
     */
    Api(LabParts lab, Views views, Metrics metrics, byte[] description) {
        this.lab = lab;
        this.views = views;
        this.metrics = metrics;
        this.description = description;
    }

    /** All but the event stream, which no thread waits for. */
    List<Route> routes() {
        return List.of(
                new Route("GET", "/api/openapi.json", call -> new Reply(200, "application/json", description)),
                new Route("GET", "/api/cluster", call -> Reply.json(200, views.cluster())),
                new Route("GET", "/api/sessions", this::sessions),
                new Route("GET", "/api/sessions/{id}", this::session),
                new Route("POST", "/api/nodes", call -> add()),
                new Route("DELETE", "/api/nodes/{name}", this::remove),
                new Route("POST", "/api/nodes/{name}/kill", call -> leave(call, lab.cluster()::kill)),
                new Route("POST", "/api/nodes/{name}/stop", call -> leave(call, lab.cluster()::stop)),
                new Route("POST", "/api/nodes/{name}/start", call -> come(call, lab.cluster()::start)),
                new Route("POST", "/api/nodes/{name}/restart", call -> come(call, lab.cluster()::restart)),
                new Route("POST", "/api/nodes/{name}/drain", call -> activate(call, Activation.DIS)),
                new Route("POST", "/api/nodes/{name}/undrain", call -> activate(call, Activation.ACT)),
                new Route("PUT", "/api/front", this::changeFront),
                new Route("GET", "/api/faults", call -> Reply.json(200, Map.of("faults", views.faults()))),
                new Route("POST", "/api/faults", this::beginFault),
                new Route("DELETE", "/api/faults", call -> healAll()),
                new Route("DELETE", "/api/faults/{id}", this::heal),
                new Route("GET", "/api/load", call -> load(control -> {})),
                new Route("POST", "/api/load", this::startLoad),
                new Route("DELETE", "/api/load", call -> load(LoadControl::stop)),
                new Route("GET", "/metrics", call -> metrics.reply()));
    }

    private Reply sessions(Call call) throws Problem {
        int offset = call.number("offset", 0, 0, Integer.MAX_VALUE);
        int limit = call.number("limit", 100, 1, LARGEST_PAGE);
        return Reply.json(200, Views.page(lab.cluster().sessions().page(offset, limit), offset));
    }

    private Reply session(Call call) throws Problem {
        return lab.cluster()
                .sessions()
                .find(call.path("id"))
                .map(session -> Reply.json(200, Views.session(session)))
                .orElseThrow(() -> new Problem(Kind.UNKNOWN, "No node knows this session."));
    }

    @FunctionalInterface
    private interface OnNode {
        void act(String name) throws RefusedException, BootException, InterruptedException;
    }

    private Reply leave(Call call, OnNode action) throws Exception {
        String name = known(call.path("name"));
        action.act(name);
        return node(name, lab.cluster().awaitGone(name, patience()));
    }

    private Reply come(Call call, OnNode action) throws Exception {
        String name = known(call.path("name"));
        action.act(name);
        return node(name, lab.cluster().awaitMembers(patience()));
    }

    private Reply add() throws Exception {
        String name = lab.cluster().add();
        boolean effective = lab.cluster().awaitMembers(patience());
        return Reply.json(201, withEffect("node", views.node(name).orElseThrow(() -> unknown(name)), effective));
    }

    private Reply remove(Call call) throws Exception {
        String name = known(call.path("name"));
        lab.cluster().remove(name);
        boolean effective = lab.cluster().awaitGone(name, patience());
        return Reply.json(200, withEffect("nodes", names(), effective));
    }

    private Reply activate(Call call, Activation activation) throws Problem {
        String name = known(call.path("name"));
        Balancer front = lab.front()
                .orElseThrow(() -> new Problem(
                        Kind.REFUSED,
                        "This lab has no front that could drain a node; start one with --front embedded."));
        try {
            front.activate(name, activation);
        } catch (NoSuchElementException e) {
            throw new Problem(Kind.UNKNOWN, "The front has no worker " + name + ".");
        }
        return node(name, true);
    }

    private Reply changeFront(Call call) throws Problem {
        Balancer front = lab.front()
                .orElseThrow(() -> new Problem(
                        Kind.REFUSED, "This lab has no front that could be sticky; start one with --front embedded."));
        Fields json = call.fields();
        json.only(List.of("sticky"));
        boolean sticky = json.truth("sticky");
        try {
            lab.cluster().balancer(lab.cluster().topology().balancer().withSticky(sticky), () -> front.sticky(sticky));
        } catch (UncheckedIOException e) {
            throw new Problem(Kind.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
        return Reply.json(200, Map.of("front", Views.front(lab.cluster().topology(), front)));
    }

    private Reply beginFault(Call call) throws Exception {
        Fields json = call.fields();
        Fault fault = FaultJson.read(json);
        int millis = json.whole("forMillis", 0, 1, LONGEST_FAULT_MILLIS);
        for (String name : fault.nodes()) {
            known(name);
        }
        Nemesis.Active begun =
                lab.nemesis().begin(fault, millis == 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis)));
        boolean effective = true;
        if (fault instanceof Fault.Partition || fault instanceof Fault.Isolate || fault instanceof Fault.Drop) {
            // Healed before it was noticed: then the members agree, and still nothing happened.
            effective = lab.cluster().awaitMembers(patience())
                    && views.fault(begun.id()).isPresent();
        }
        return Reply.json(201, withEffect("fault", FaultJson.write(begun), effective));
    }

    private Reply heal(Call call) throws Exception {
        if (!lab.nemesis().heal(call.path("id"))) {
            throw new Problem(Kind.UNKNOWN, "No fault of this id is in force.");
        }
        return Reply.json(
                200, withEffect("faults", views.faults(), lab.cluster().awaitMembers(patience())));
    }

    private Reply healAll() throws Exception {
        lab.nemesis().healAll();
        return Reply.json(
                200, withEffect("faults", views.faults(), lab.cluster().awaitMembers(patience())));
    }

    private Reply startLoad(Call call) throws Exception {
        Fields json = call.fields();
        json.only(List.of("clients", "ratePerSecond"));
        json.need("clients");
        int clients = json.whole("clients", 0, 1, MOST_CLIENTS);
        double rate = json.number("ratePerSecond", 0, 0.001, HIGHEST_RATE);
        return load(control -> control.start(clients, rate == 0 ? Optional.empty() : Optional.of(rate)));
    }

    @FunctionalInterface
    private interface OnLoad {
        void act(LoadControl control) throws RefusedException;
    }

    private Reply load(OnLoad action) throws Problem, RefusedException {
        LoadControl control = lab.load()
                .orElseThrow(() -> new Problem(Kind.REFUSED, "This lab has no front, so nothing to send load to."));
        action.act(control);
        Map<String, Object> view = views.load();
        return Reply.json(200, view == null ? Map.of() : view);
    }

    private Reply node(String name, boolean effective) throws Problem {
        return Reply.json(200, withEffect("node", views.node(name).orElseThrow(() -> unknown(name)), effective));
    }

    private static Map<String, Object> withEffect(String name, Object state, boolean effective) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("effective", effective);
        json.put(name, state);
        return json;
    }

    private Duration patience() {
        return PATIENCE.plusMillis(Views.detectionMillis(lab.cluster().topology()));
    }

    private List<String> names() {
        return lab.cluster().nodes().stream().map(node -> node.spec().name()).toList();
    }

    private String known(String name) throws Problem {
        if (!names().contains(name)) {
            throw unknown(name);
        }
        return name;
    }

    private Problem unknown(String name) {
        return new Problem(
                Kind.UNKNOWN, "There is no node " + name + "; the nodes are " + String.join(", ", names()) + ".");
    }
}
