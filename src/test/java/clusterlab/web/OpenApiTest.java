package clusterlab.web;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.LabControl;
import clusterlab.cluster.BootException;
import clusterlab.cluster.BootListener;
import clusterlab.cluster.Cluster;
import clusterlab.event.EventLog;
import clusterlab.fault.Nemesis;
import clusterlab.load.LoadGenerator;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.Planner;
import clusterlab.spec.PortPolicy;
import clusterlab.spec.Preset;
import com.fasterxml.jackson.jr.ob.JSON;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The document that the API serves, held against what it does. */
class OpenApiTest {
    private static final Set<String> NO_ROUTES = Set.of("GET /login", "GET /api/events");

    private static Map<String, Object> document() throws Exception {
        return JSON.std.mapFrom(DashboardFiles.read("openapi.json"));
    }

    private static List<Route> routes() throws Exception {
        EventLog events = new EventLog(10, Clock.systemUTC());
        ClusterSpec spec = ClusterSpec.of(Preset.LAB);
        try (Cluster cluster = Cluster.of(
                        Planner.plan(spec, PortPolicy.assuming(Set.of())).topology(),
                        events,
                        BootListener.NONE,
                        notBooted -> {
                            throw new BootException("not booted");
                        });
                Nemesis nemesis = new Nemesis(cluster, events, Clock.systemUTC());
                LinkTotals links = new LinkTotals(events)) {
            LabControl lab =
                    new LabControl(cluster, nemesis, events, Optional::empty, new LoadGenerator(List::of, events));
            try (SessionSurvey survey = new SessionSurvey(cluster.sessions());
                    RecentPast history = new RecentPast(lab)) {
                return new Api(lab, new Views(lab, links), new Metrics(lab, links), survey, history, new byte[0])
                        .routes();
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Map<String, Map<String, Object>>> paths() throws Exception {
        return (Map<String, Map<String, Map<String, Object>>>) document().get("paths");
    }

    @Test
    void everyRouteIsDescribedAndNothingElseIs() throws Exception {
        Set<String> described = new TreeSet<>();
        paths().forEach((path, methods) ->
                methods.keySet().forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        Set<String> served = new TreeSet<>(NO_ROUTES);
        routes().forEach(route -> served.add(route.method() + " " + route.template()));

        assertThat(described).isEqualTo(served);
    }

    @Test
    void everyParameterOfAPathIsDescribed() throws Exception {
        paths().forEach((path, methods) -> methods.values().forEach(operation -> {
            List<String> names = new ArrayList<>();
            if (operation.get("parameters") instanceof List<?> parameters) {
                for (Object parameter : parameters) {
                    Map<?, ?> one = (Map<?, ?>) parameter;
                    if ("path".equals(one.get("in"))) {
                        names.add(String.valueOf(one.get("name")));
                    }
                }
            }
            List<String> inPath = new ArrayList<>();
            Matcher braces = Pattern.compile("\\{(\\w+)}").matcher(path);
            while (braces.find()) {
                inPath.add(braces.group(1));
            }
            assertThat(names).as(path).isEqualTo(inPath);
        }));
    }

    @Test
    void everyReferenceLeadsSomewhere() throws Exception {
        Map<String, Object> document = document();
        Matcher references =
                Pattern.compile("\"#/([A-Za-z/]+)\"").matcher(new String(DashboardFiles.read("openapi.json"), "UTF-8"));
        int found = 0;
        while (references.find()) {
            Object at = document;
            for (String step : references.group(1).split("/", -1)) {
                at = ((Map<?, ?>) at).get(step);
            }
            assertThat(at).as(references.group()).isNotNull();
            found++;
        }
        assertThat(found).isGreaterThan(20);
    }

    @Test
    void everyKindOfProblemIsDescribedWithItsStatus() throws Exception {
        String text = new String(DashboardFiles.read("openapi.json"), "UTF-8");
        for (Problem.Kind kind : Problem.Kind.values()) {
            if (kind != Problem.Kind.DEFECT) {
                assertThat(text).contains("\"" + kind.status() + ": ");
            }
        }
    }
}
