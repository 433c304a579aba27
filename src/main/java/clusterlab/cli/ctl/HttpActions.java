package clusterlab.cli.ctl;

import clusterlab.cli.console.ActionException;
import clusterlab.cli.console.LabActions;
import clusterlab.cli.console.LabView;
import clusterlab.cli.console.NodeAction;
import clusterlab.cluster.ApplicationView;
import clusterlab.cluster.Farm;
import clusterlab.cluster.SessionView;
import clusterlab.cluster.Sessions;
import clusterlab.cluster.attributes.Alarm;
import clusterlab.fault.Fault;
import clusterlab.lesson.LessonAction;
import clusterlab.lesson.LessonView;
import clusterlab.load.LoadView;
import clusterlab.wire.AlarmsJson;
import clusterlab.wire.ApplicationJson;
import clusterlab.wire.ApplicationsJson;
import clusterlab.wire.ClusterJson;
import clusterlab.wire.Effect.DeployEffect;
import clusterlab.wire.Effect.FaultEffect;
import clusterlab.wire.Effect.NodeEffect;
import clusterlab.wire.Effect.UndeployEffect;
import clusterlab.wire.FaultRequest;
import clusterlab.wire.FrontJson;
import clusterlab.wire.FrontRequest;
import clusterlab.wire.LessonRequest;
import clusterlab.wire.LessonsJson;
import clusterlab.wire.LoadRequest;
import clusterlab.wire.NodeJson;
import clusterlab.wire.PodsJson;
import clusterlab.wire.SessionJson;
import clusterlab.wire.SessionPageJson;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A lab in another process, over its API. */
final class HttpActions implements LabActions {
    private final URI admin;
    private final String token;
    private final ApiClient api;

    /**
     * Acts on a running lab.
     *
     * @param admin address of its API, with a slash at the end
     */
    HttpActions(URI admin, String token) {
        this.admin = admin;
        this.token = token;
        this.api = new ApiClient(admin, token);
    }

    @Override
    public LabView look() throws ActionException {
        ClusterJson lab = api.get("api/cluster", ClusterJson.class);
        Optional<FrontJson> front = Optional.ofNullable(lab.front());
        return LabView.of(
                front.map(FrontJson::url).map(URI::create),
                lab.nodes().stream().map(NodeJson::view).toList(),
                lab.faults(),
                front.map(FrontJson::workers).orElse(List.of()),
                Optional.ofNullable(lab.load()).orElse(LoadView.IDLE));
    }

    @Override
    public void change(NodeAction action, String node) throws ActionException {
        String path = "api/nodes/" + encoded(node);
        if (action == NodeAction.REMOVE) {
            api.send("DELETE", path, null);
        } else {
            api.send("POST", path + "/" + action.word(), Map.of());
        }
    }

    @Override
    public String add() throws ActionException {
        return api.send("POST", "api/nodes", Map.of(), NodeEffect.class).node().name();
    }

    @Override
    public void sticky(boolean on) throws ActionException {
        api.send("PUT", "api/front", new FrontRequest(on));
    }

    @Override
    public String begin(Fault fault, Optional<Duration> forTime) throws ActionException {
        FaultRequest body = new FaultRequest(fault, forTime);
        return api.send("POST", "api/faults", body, FaultEffect.class).fault().id();
    }

    @Override
    public void heal(Optional<String> id) throws ActionException {
        api.send("DELETE", id.map(one -> "api/faults/" + encoded(one)).orElse("api/faults"), null);
    }

    @Override
    public List<Alarm> alarms() throws ActionException {
        return api.get("api/alarms", AlarmsJson.class).alarms();
    }

    @Override
    public PodsJson pods() throws ActionException {
        return api.get("api/pods", PodsJson.class);
    }

    @Override
    public void acknowledge(Optional<String> id) throws ActionException {
        api.send("DELETE", id.map(one -> "api/alarms/" + encoded(one)).orElse("api/alarms"), null);
    }

    @Override
    public List<ApplicationView> applications() throws ActionException {
        return api.get("api/applications", ApplicationsJson.class).applications().stream()
                .map(ApplicationJson::view)
                .toList();
    }

    @Override
    public Farm.Deployed deploy(Path war, String file, Optional<String> node) throws ActionException {
        String path = "api/applications/" + encoded(file)
                + node.map(name -> "?node=" + encoded(name)).orElse("");
        DeployEffect effect = api.upload(path, war, DeployEffect.class);
        return new Farm.Deployed(effect.by(), effect.application().view(), effect.effective());
    }

    @Override
    public Farm.Undeployed undeploy(String name) throws ActionException {
        UndeployEffect effect = api.send("DELETE", "api/applications/" + encoded(name), null, UndeployEffect.class);
        return new Farm.Undeployed(effect.name(), effect.left(), effect.effective());
    }

    @Override
    public Sessions.Page sessions(int offset, int limit) throws ActionException {
        return api.get("api/sessions?offset=" + offset + "&limit=" + limit, SessionPageJson.class)
                .view();
    }

    @Override
    public Optional<SessionView> session(String id) throws ActionException {
        return api.find("api/sessions/" + encoded(id), SessionJson.class).map(SessionJson::view);
    }

    @Override
    public void loadOn(int clients, OptionalDouble ratePerSecond) throws ActionException {
        Double rate = ratePerSecond.isPresent() ? ratePerSecond.getAsDouble() : null;
        api.send("POST", "api/load", new LoadRequest(clients, rate));
    }

    @Override
    public LoadView loadOff() throws ActionException {
        return api.send("DELETE", "api/load", null, LoadView.class);
    }

    @Override
    public List<Map<String, Object>> events(int count) throws ActionException {
        long last = api.get("api/cluster", ClusterJson.class).sequence();
        return last == 0 ? List.of() : api.events(Math.max(0, last - count), last);
    }

    @Override
    public List<LessonView.Entry> lessons() throws ActionException {
        return api.get("api/lessons", LessonsJson.class).lessons();
    }

    @Override
    public LessonView lesson() throws ActionException {
        return api.get("api/lesson", LessonView.class);
    }

    @Override
    public LessonView lesson(LessonAction action, String what) throws ActionException {
        return api.send("POST", "api/lesson", new LessonRequest(action, what), LessonView.class);
    }

    @Override
    public byte[] replay() throws ActionException {
        return api.bytes("api/replay");
    }

    @Override
    public URI page() {
        return admin.resolve("login?token=" + encoded(token));
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
