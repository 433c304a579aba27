package clusterlab.web;

import clusterlab.cluster.BootException;
import clusterlab.cluster.RefusedException;
import clusterlab.fault.Fault;
import clusterlab.fault.Nemesis;
import clusterlab.front.Balancer;
import clusterlab.front.Balancer.Worker.Activation;
import clusterlab.web.Problem.Kind;
import clusterlab.wire.Effect.FaultEffect;
import clusterlab.wire.Effect.FrontEffect;
import clusterlab.wire.Effect.HealingEffect;
import clusterlab.wire.Effect.NodeEffect;
import clusterlab.wire.Effect.NodesEffect;
import clusterlab.wire.FaultRequest;
import clusterlab.wire.FaultsJson;
import clusterlab.wire.FrontJson;
import clusterlab.wire.FrontRequest;
import clusterlab.wire.LoadRequest;
import clusterlab.wire.MalformedException;
import clusterlab.wire.SessionJson;
import clusterlab.wire.SessionPageJson;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What the routes do. An action answers when it has taken effect and says so in {@code effective}; false means that it
 * was carried out, but that the members did not come to agree within the detection time and five seconds more.
 */
final class Api {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int LARGEST_PAGE = 500;

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
                new Route("GET", "/api/faults", call -> Reply.json(200, new FaultsJson(views.faults()))),
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
        return Reply.json(200, SessionPageJson.of(lab.cluster().sessions().page(offset, limit), offset));
    }

    private Reply session(Call call) throws Problem {
        return lab.cluster()
                .sessions()
                .find(call.path("id"))
                .map(session -> Reply.json(200, SessionJson.of(session)))
                .orElseThrow(() -> new Problem(Kind.UNKNOWN, "No node knows this session."));
    }

    @FunctionalInterface
    private interface OnNode {
        void act(String name) throws RefusedException, BootException, InterruptedException;
    }

    private Reply leave(Call call, OnNode action) throws Exception {
        String name = known(call.path("name"));
        action.act(name);
        return node(200, name, lab.cluster().awaitGone(name, patience()));
    }

    private Reply come(Call call, OnNode action) throws Exception {
        String name = known(call.path("name"));
        action.act(name);
        return node(200, name, lab.cluster().awaitMembers(patience()));
    }

    private Reply add() throws Exception {
        String name = lab.cluster().add();
        boolean effective = lab.cluster().awaitMembers(patience());
        return node(201, name, effective);
    }

    private Reply remove(Call call) throws Exception {
        String name = known(call.path("name"));
        lab.cluster().remove(name);
        boolean effective = lab.cluster().awaitGone(name, patience());
        return Reply.json(200, new NodesEffect(effective, names()));
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
        return node(200, name, true);
    }

    private Reply changeFront(Call call) throws Problem, MalformedException {
        Balancer front = lab.front()
                .orElseThrow(() -> new Problem(
                        Kind.REFUSED, "This lab has no front that could be sticky; start one with --front embedded."));
        boolean sticky = FrontRequest.read(call.fields()).sticky();
        try {
            lab.cluster().balancer(lab.cluster().topology().balancer().withSticky(sticky), () -> front.sticky(sticky));
        } catch (UncheckedIOException e) {
            throw new Problem(Kind.UNAVAILABLE, String.valueOf(e.getMessage()));
        }
        return Reply.json(200, new FrontEffect(FrontJson.of(lab.cluster().topology(), front)));
    }

    private Reply beginFault(Call call) throws Exception {
        FaultRequest request = FaultRequest.read(call.fields());
        Fault fault = request.fault();
        for (String name : fault.nodes()) {
            known(name);
        }
        Nemesis.Active begun = lab.nemesis().begin(fault, request.forTime());
        boolean effective = true;
        if (fault instanceof Fault.Partition || fault instanceof Fault.Isolate || fault instanceof Fault.Drop) {
            // Healed before it was noticed: then the members agree, and still nothing happened.
            effective = lab.cluster().awaitMembers(patience())
                    && views.fault(begun.id()).isPresent();
        }
        return Reply.json(201, new FaultEffect(effective, begun));
    }

    private Reply heal(Call call) throws Exception {
        if (!lab.nemesis().heal(call.path("id"))) {
            throw new Problem(Kind.UNKNOWN, "No fault of this id is in force.");
        }
        return healed();
    }

    private Reply healAll() throws Exception {
        lab.nemesis().healAll();
        return healed();
    }

    private Reply healed() throws Exception {
        List<Nemesis.Active> left = views.faults();
        return Reply.json(200, new HealingEffect(lab.cluster().awaitMembers(patience()), left));
    }

    private Reply startLoad(Call call) throws Exception {
        LoadRequest request = LoadRequest.read(call.fields());
        return load(control -> control.start(request.clients(), Optional.ofNullable(request.ratePerSecond())));
    }

    @FunctionalInterface
    private interface OnLoad {
        void act(LoadControl control) throws RefusedException;
    }

    private Reply load(OnLoad action) throws Problem, RefusedException {
        LoadControl control = lab.load()
                .orElseThrow(() -> new Problem(Kind.REFUSED, "This lab has no front, so nothing to send load to."));
        action.act(control);
        return Reply.json(200, control.snapshot());
    }

    private Reply node(int status, String name, boolean effective) throws Problem {
        return Reply.json(status, new NodeEffect(effective, views.node(name).orElseThrow(() -> unknown(name))));
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
