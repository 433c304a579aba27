package clusterlab.web;

import clusterlab.LabControl;
import clusterlab.LabControl.Outcome;
import clusterlab.cluster.BootException;
import clusterlab.cluster.Farm;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.RefusedException;
import clusterlab.fault.Nemesis;
import clusterlab.front.Balancer;
import clusterlab.lang.Lang;
import clusterlab.replay.ReplayPage;
import clusterlab.web.Problem.Kind;
import clusterlab.wire.AlarmsJson;
import clusterlab.wire.ApplicationJson;
import clusterlab.wire.ApplicationsJson;
import clusterlab.wire.Effect.DeployEffect;
import clusterlab.wire.Effect.FaultEffect;
import clusterlab.wire.Effect.FrontEffect;
import clusterlab.wire.Effect.HealingEffect;
import clusterlab.wire.Effect.NodeEffect;
import clusterlab.wire.Effect.NodesEffect;
import clusterlab.wire.Effect.UndeployEffect;
import clusterlab.wire.FaultRequest;
import clusterlab.wire.FaultsJson;
import clusterlab.wire.FrontJson;
import clusterlab.wire.FrontRequest;
import clusterlab.wire.LessonRequest;
import clusterlab.wire.LessonsJson;
import clusterlab.wire.LoadRequest;
import clusterlab.wire.NodeJson;
import clusterlab.wire.PodsJson;
import clusterlab.wire.SessionJson;
import clusterlab.wire.SessionPageJson;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * The handlers of the routes. An action answers when it has taken effect, with true in {@code effective}; false means
 * that it was carried out, but that the members did not agree within the detection time plus five seconds.
 */
final class Api {
    private static final int LARGEST_PAGE = 500;

    private final LabControl lab;
    private final Views views;
    private final Metrics metrics;
    private final SessionSurvey survey;
    private final RecentPast history;
    private final byte[] description;

    /**
     * The API of this lab.
     *
     * @param description of the routes: openapi.json
     */
    Api(LabControl lab, Views views, Metrics metrics, SessionSurvey survey, RecentPast history, byte[] description) {
        this.lab = lab;
        this.survey = survey;
        this.history = history;
        this.views = views;
        this.metrics = metrics;
        this.description = description;
    }

    /** All routes except the event stream, which blocks no thread. */
    List<Route> routes() {
        return List.of(
                new Route("GET", "/api/openapi.json", call -> new Reply(200, "application/json", description)),
                new Route("GET", "/api/cluster", call -> Reply.json(200, views.cluster())),
                new Route("GET", "/api/sessions", this::sessions),
                new Route("GET", "/api/sessions/{id}", this::session),
                new Route("GET", "/api/history", call -> Reply.json(200, history.json())),
                new Route("POST", "/api/nodes", call -> add()),
                new Route("DELETE", "/api/nodes/{name}", this::remove),
                new Route("POST", "/api/nodes/{name}/kill", call -> on(call, lab::kill)),
                new Route("POST", "/api/nodes/{name}/stop", call -> on(call, lab::stop)),
                new Route("POST", "/api/nodes/{name}/freeze", call -> on(call, lab::freeze)),
                new Route("POST", "/api/nodes/{name}/thaw", call -> on(call, lab::thaw)),
                new Route("POST", "/api/nodes/{name}/start", call -> on(call, lab::start)),
                new Route("POST", "/api/nodes/{name}/restart", call -> on(call, lab::restart)),
                new Route("POST", "/api/nodes/{name}/drain", call -> drain(call, true)),
                new Route("POST", "/api/nodes/{name}/undrain", call -> drain(call, false)),
                new Route("PUT", "/api/front", this::changeFront),
                new Route("GET", "/api/faults", call -> Reply.json(200, new FaultsJson(lab.faults()))),
                new Route("POST", "/api/faults", this::beginFault),
                new Route("DELETE", "/api/faults", call -> healed(lab.healAll())),
                new Route("DELETE", "/api/faults/{id}", call -> healed(lab.heal(call.path("id")))),
                new Route("GET", "/api/alarms", call -> alarms()),
                new Route("DELETE", "/api/alarms", call -> {
                    lab.acknowledgeAll();
                    return alarms();
                }),
                new Route("DELETE", "/api/alarms/{id}", call -> {
                    lab.acknowledge(call.path("id"));
                    return alarms();
                }),
                new Route("GET", "/api/pods", call -> Reply.json(200, PodsJson.of(lab.cluster()))),
                new Route("GET", "/api/applications", call -> applications()),
                new Route("PUT", "/api/applications/{file}", true, this::deploy),
                new Route("DELETE", "/api/applications/{file}", this::undeploy),
                new Route(
                        "GET",
                        "/api/lessons",
                        call -> Reply.json(200, new LessonsJson(language(call).speaking(() -> lab.lessons()
                                .list())))),
                new Route(
                        "GET",
                        "/api/lesson",
                        call -> Reply.json(
                                200, language(call).speaking(() -> lab.lessons().view()))),
                new Route("POST", "/api/lesson", this::inLesson),
                new Route("GET", "/api/load", call -> Reply.json(200, lab.load())),
                new Route("POST", "/api/load", this::startLoad),
                new Route("DELETE", "/api/load", call -> Reply.json(200, lab.stopLoad())),
                new Route("GET", "/api/replay", call -> replay()),
                new Route("GET", "/metrics", call -> metrics.reply()));
    }

    private Reply replay() throws RefusedException {
        return new Reply(
                200,
                "text/html; charset=utf-8",
                ReplayPage.of(lab.recording()),
                Map.of("Content-Disposition", "attachment; filename=\"replay.html\""));
    }

    private Reply sessions(Call call) throws Problem {
        int offset = call.number("offset", 0, 0, Integer.MAX_VALUE);
        int limit = call.number("limit", 100, 1, LARGEST_PAGE);
        boolean first = call.word("order", List.of("id", "differing")).equals("differing");
        boolean only = call.word("only", List.of("all", "differing")).equals("differing");
        survey.asked();
        return Reply.json(200, SessionPageJson.of(lab.cluster().sessions().page(offset, limit, first, only), offset));
    }

    private Reply session(Call call) throws Problem {
        return lab.cluster()
                .sessions()
                .find(call.path("id"))
                .map(session -> Reply.json(200, SessionJson.of(session)))
                .orElseThrow(() -> new Problem(Kind.UNKNOWN, "No node has this session."));
    }

    /** An action on one node. */
    @FunctionalInterface
    private interface OnNode {
        Outcome<NodeView> act(String name) throws RefusedException, BootException, InterruptedException;
    }

    private Reply on(Call call, OnNode action) throws Exception {
        return node(200, action.act(call.path("name")));
    }

    private Reply add() throws Exception {
        return node(201, lab.add());
    }

    private Reply remove(Call call) throws Exception {
        Outcome<List<NodeView>> outcome = lab.remove(call.path("name"));
        List<String> left =
                outcome.what().stream().map(node -> node.spec().name()).toList();
        return Reply.json(200, new NodesEffect(outcome.effective(), left));
    }

    private Reply drain(Call call, boolean on) throws Exception {
        return node(200, new Outcome<>(lab.drain(call.path("name"), on), true));
    }

    private Reply node(int status, Outcome<NodeView> outcome) {
        NodeJson node = NodeJson.of(lab.cluster().topology(), outcome.what());
        return Reply.json(status, new NodeEffect(outcome.effective(), node));
    }

    private Reply changeFront(Call call) throws Exception {
        Balancer front = lab.frontThatCan("be sticky");
        lab.sticky(FrontRequest.read(call.fields()).sticky());
        return Reply.json(200, new FrontEffect(FrontJson.of(lab.cluster().topology(), front)));
    }

    private Reply beginFault(Call call) throws Exception {
        FaultRequest request = FaultRequest.read(call.fields());
        Outcome<Nemesis.Active> begun = lab.begin(request.fault(), request.forTime());
        return Reply.json(201, new FaultEffect(begun.effective(), begun.what()));
    }

    private Reply healed(Outcome<List<Nemesis.Active>> outcome) {
        return Reply.json(200, new HealingEffect(outcome.effective(), outcome.what()));
    }

    private Reply alarms() {
        return Reply.json(200, new AlarmsJson(lab.alarms()));
    }

    private Reply applications() {
        return Reply.json(200, ApplicationsJson.of(lab.cluster().farm().deploys(), lab.applications()));
    }

    private Reply deploy(Call call) throws Exception {
        Outcome<Farm.Deployed> outcome = lab.deploy(
                call.upload(),
                call.size(),
                call.path("file"),
                Optional.ofNullable(call.query().get("node")));
        return Reply.json(
                200,
                new DeployEffect(
                        outcome.effective(),
                        outcome.what().by(),
                        ApplicationJson.of(outcome.what().application())));
    }

    private Reply undeploy(Call call) throws Exception {
        Outcome<Farm.Undeployed> outcome = lab.undeploy(call.path("file"));
        return Reply.json(
                200,
                new UndeployEffect(
                        outcome.effective(),
                        outcome.what().name(),
                        outcome.what().left()));
    }

    private Reply inLesson(Call call) throws Exception {
        LessonRequest request = LessonRequest.read(call.fields());
        Lang language = language(call);
        lab.lessons().act(request.action(), request.what());
        return Reply.json(200, language.speaking(() -> lab.lessons().view()));
    }

    /** The reader's, else the lab's. */
    private static Lang language(Call call) throws Problem {
        String own = Lang.current().code();
        return Lang.of(call.word(
                        "lang",
                        Stream.concat(
                                        Stream.of(own),
                                        Arrays.stream(Lang.values()).map(Lang::code))
                                .toList()))
                .orElse(Lang.EN);
    }

    private Reply startLoad(Call call) throws Exception {
        LoadRequest request = LoadRequest.read(call.fields());
        Double rate = request.ratePerSecond();
        return Reply.json(
                200, lab.startLoad(request.clients(), rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate)));
    }
}
