package clusterlab.cli.ctl;

import clusterlab.cli.console.ActionException;
import clusterlab.cli.console.LabActions;
import clusterlab.cli.console.LabView;
import clusterlab.cli.console.NodeAction;
import clusterlab.cluster.SessionView;
import clusterlab.cluster.Sessions;
import clusterlab.fault.Fault;
import clusterlab.load.LoadView;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
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
     * A lab that runs.
     *
     * @param admin with a slash at the end
     */
    HttpActions(URI admin, String token) {
        this.admin = admin;
        this.token = token;
        this.api = new ApiClient(admin, token);
    }

    @Override
    public LabView look() throws ActionException {
        return ApiJson.lab(api.get("api/cluster"), System.currentTimeMillis());
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
        return ApiJson.text(
                ApiJson.object(api.send("POST", "api/nodes", Map.of()).get("node")), "name");
    }

    @Override
    public void sticky(boolean on) throws ActionException {
        api.send("PUT", "api/front", Map.of("sticky", on));
    }

    @Override
    public String begin(Fault fault, Optional<Duration> forTime) throws ActionException {
        Map<String, Object> body = ApiJson.fault(fault);
        forTime.ifPresent(time -> body.put("forMillis", time.toMillis()));
        return ApiJson.text(ApiJson.object(api.send("POST", "api/faults", body).get("fault")), "id");
    }

    @Override
    public void heal(Optional<String> id) throws ActionException {
        api.send("DELETE", id.map(one -> "api/faults/" + encoded(one)).orElse("api/faults"), null);
    }

    @Override
    public Sessions.Page sessions(int offset, int limit) throws ActionException {
        return ApiJson.page(api.get("api/sessions?offset=" + offset + "&limit=" + limit));
    }

    @Override
    public Optional<SessionView> session(String id) throws ActionException {
        return api.find("api/sessions/" + encoded(id)).map(ApiJson::session);
    }

    @Override
    public void loadOn(int clients, OptionalDouble ratePerSecond) throws ActionException {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("clients", clients);
        ratePerSecond.ifPresent(rate -> body.put("ratePerSecond", rate));
        api.send("POST", "api/load", body);
    }

    @Override
    public LoadView loadOff() throws ActionException {
        return ApiJson.load(api.send("DELETE", "api/load", null));
    }

    @Override
    public List<Map<String, Object>> events(int count) throws ActionException {
        long last = ApiJson.number(api.get("api/cluster"), "sequence").longValue();
        return last == 0 ? List.of() : api.events(Math.max(0, last - count), last);
    }

    @Override
    public URI page() {
        return admin.resolve("login?token=" + encoded(token));
    }

    private static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
