package clusterlab;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.cluster.attributes.Alarm;
import clusterlab.cluster.attributes.Alarm.Kind;
import clusterlab.cluster.attributes.AttributeWatch;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.HostSpec;
import clusterlab.testing.TestApps;
import clusterlab.testing.Twin;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mistakes with attributes of sessions are named by an alarm; the mended applications raise none. */
class AttributesIT {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static ClusterSpec.Builder shop(String name, Twin twin) {
        return RunningLab.spec().webapp(TestApps.exploded(name, twin)).contextPath("/shop");
    }

    private static ClusterSpec.Builder inProcesses(ClusterSpec.Builder spec) {
        return spec.hostKind(HostSpec.Kind.PROCESS);
    }

    private static RunningLab boot(ClusterSpec.Builder spec) throws Exception {
        RunningLab lab = RunningLab.boot(spec);
        lab.lab().cluster().watchAttributes(AttributeWatch.Pace.SPARING);
        return lab;
    }

    private static List<Alarm> alarms(RunningLab lab) {
        return lab.lab().control().alarms();
    }

    private static Alarm alarm(RunningLab lab, Kind kind) {
        Awaitility.await()
                .atMost(PATIENCE)
                .pollInterval(100, TimeUnit.MILLISECONDS)
                .untilAsserted(() -> assertThat(alarms(lab)).anyMatch(one -> one.kind() == kind));
        return alarms(lab).stream()
                .filter(one -> one.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private static void settle(RunningLab lab) throws InterruptedException {
        assertThat(lab.lab().cluster().awaitAttributes(PATIENCE)).as("settled").isTrue();
    }

    /** One customer of the shop, at one node. */
    private static final class Customer {
        private final HttpClient client = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        private final URI start;
        private String token = "";

        private Customer(RunningLab lab, int node) {
            start = URI.create(lab.url(node));
        }

        private String get(String path) throws IOException, InterruptedException {
            HttpResponse<String> page = client.send(
                    HttpRequest.newBuilder(start.resolve(path)).build(), HttpResponse.BodyHandlers.ofString());
            Matcher found = TOKEN.matcher(page.body());
            token = found.find() ? found.group(1) : token;
            return page.body();
        }

        private HttpResponse<String> post(String path, String form) throws IOException, InterruptedException {
            return client.send(
                    HttpRequest.newBuilder(start.resolve(path))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form + "&csrf=" + token))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }

        private void login() throws IOException, InterruptedException {
            get("");
            post("login", "name=Ann");
        }

        private void add(String item) throws IOException, InterruptedException {
            post("add", "item=" + item);
        }

        private void buysTwice() throws IOException, InterruptedException {
            login();
            add("tea");
            add("cup");
            get("basket");
        }
    }

    @Test
    void aChangeWithoutSetAttributeIsNamed() throws Exception {
        try (RunningLab lab = boot(shop("in-place", Twin.BROKEN))) {
            new Customer(lab, 0).buysTwice();
            Alarm alarm = alarm(lab, Kind.CHANGED_IN_PLACE);
            assertThat(alarm.attributes()).containsExactly("cart");
            assertThat(alarm.type()).isEqualTo("demo.Cart");
            assertThat(alarm.nodes()).containsExactly("node2", "node3");
            assertThat(alarm.what())
                    .contains("session " + alarm.session(), "`cart` was changed on node1 without setAttribute");
            assertThat(alarm.remedy()).contains("session.setAttribute(\"cart\", …)");
            settle(lab);
            assertThat(alarms(lab)).hasSize(1);
        }
    }

    @Test
    void aChangeWithoutSetAttributeIsLostWithItsNodeAndTheAlarmStaysUntilItIsAcknowledged() throws Exception {
        try (RunningLab lab = boot(shop("in-place", Twin.BROKEN))) {
            new Customer(lab, 1).buysTwice();
            lab.lab().control().kill("node2");
            Alarm lost = alarm(lab, Kind.LOST);
            assertThat(lost.what()).isEqualTo("session " + lost.session() + ": `cart` was lost when node2 died");
            assertThat(lost.happens()).contains("older value");
            lab.lab().control().start("node2");
            settle(lab);
            assertThat(alarms(lab)).contains(alarm(lab, Kind.LOST));
            lab.lab().control().acknowledge(lost.id());
            assertThat(alarms(lab)).extracting(Alarm::kind).doesNotContain(Kind.LOST);
        }
    }

    @ParameterizedTest
    @CsvSource({"nested-field, DELTA", "nested-field, BACKUP"})
    void whatIsNotSerializableIsNamedWithTheWayToIt(String app, clusterlab.spec.ManagerSpec.Kind manager)
            throws Exception {
        try (RunningLab lab = boot(shop(app, Twin.BROKEN).manager(manager))) {
            new Customer(lab, 0).buysTwice();
            Alarm alarm = alarm(lab, Kind.NOT_SERIALIZABLE);
            assertThat(alarm.path()).isEqualTo("cart.items[0].owner");
            assertThat(alarm.type()).isEqualTo("demo.Session");
            assertThat(alarm.what()).endsWith("cart.items[0].owner: demo.Session is not Serializable");
            settle(lab);
            assertThat(alarms(lab)).extracting(Alarm::kind).containsOnly(Kind.NOT_SERIALIZABLE);
        }
    }

    @Test
    void whatSetAttributeRefusesIsNamed() throws Exception {
        try (RunningLab lab = boot(shop("not-serializable", Twin.BROKEN))) {
            new Customer(lab, 0).login();
            Alarm alarm = alarm(lab, Kind.NOT_SERIALIZABLE);
            assertThat(alarm.attributes()).containsExactly("cart");
            assertThat(alarm.what()).contains("setAttribute refused `cart`");
        }
    }

    @Test
    void whatAnotherNodeCannotReadIsNamed() throws Exception {
        try (RunningLab lab = boot(shop("unreadable", Twin.BROKEN))) {
            new Customer(lab, 0).buysTwice();
            Alarm alarm = alarm(lab, Kind.UNREADABLE);
            assertThat(alarm.attributes()).containsExactly("cart");
            assertThat(alarm.nodes()).containsExactly("node2", "node3");
            assertThat(alarm.what())
                    .contains(
                            "can't be read on node2 and node3: InvalidObjectException: the seal of this basket is broken");
            settle(lab);
            assertThat(alarms(lab)).extracting(Alarm::kind).containsOnly(Kind.UNREADABLE);
        }
    }

    @Test
    void whatGrowsIsNamed() throws Exception {
        try (RunningLab lab = boot(shop("grows", Twin.BROKEN))) {
            Customer customer = new Customer(lab, 0);
            customer.login();
            Awaitility.await()
                    .atMost(PATIENCE)
                    .pollInterval(100, TimeUnit.MILLISECONDS)
                    .until(() -> {
                        customer.get("basket");
                        return alarms(lab).stream().anyMatch(one -> one.kind() == Kind.GROWS);
                    });
            Alarm alarm = alarm(lab, Kind.GROWS);
            assertThat(alarm.attributes()).containsExactly("seen");
            assertThat(alarm.what()).contains("more with each request");
        }
    }

    @Test
    void anotherTypeIsNamed() throws Exception {
        try (RunningLab lab = boot(shop("changes-type", Twin.BROKEN))) {
            new Customer(lab, 0).buysTwice();
            Alarm alarm = alarm(lab, Kind.CHANGES_TYPE);
            assertThat(alarm.attributes()).containsExactly("last");
            assertThat(alarm.what()).endsWith("`last` was java.lang.String and is java.lang.Integer");
            settle(lab);
            assertThat(alarms(lab)).hasSize(1);
        }
    }

    @Test
    void aListenerThatChangesTheCopiesIsNamed() throws Exception {
        try (RunningLab lab = boot(shop("listener", Twin.BROKEN))) {
            new Customer(lab, 0).buysTwice();
            Alarm alarm = alarm(lab, Kind.STALE);
            assertThat(alarm.attributes()).containsExactly("cart");
            assertThat(alarm.remedy()).contains("HttpSessionBindingListener");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "in-place",
                "nested-field",
                "not-serializable",
                "unreadable",
                "grows",
                "changes-type",
                "listener",
                "transient-field"
            })
    void aMendedApplicationRaisesNone(String name) throws Exception {
        try (RunningLab lab = boot(shop(name, Twin.MENDED))) {
            for (int node = 0; node < 3; node++) {
                Customer customer = new Customer(lab, node);
                customer.buysTwice();
                for (int i = 0; i < 20; i++) {
                    customer.get("basket");
                }
            }
            settle(lab);
            assertThat(alarms(lab)).isEmpty();
            lab.lab().control().kill("node1");
            lab.lab().control().start("node1");
            settle(lab);
            assertThat(alarms(lab)).isEmpty();
        }
    }

    @Test
    void inProcessesOfTheirOwnTheSameIsNamed() throws Exception {
        try (RunningLab lab = boot(inProcesses(shop("nested-field", Twin.BROKEN)))) {
            new Customer(lab, 0).buysTwice();
            assertThat(alarm(lab, Kind.NOT_SERIALIZABLE).path()).isEqualTo("cart.items[0].owner");
        }
        try (RunningLab lab = boot(inProcesses(shop("unreadable", Twin.BROKEN)))) {
            new Customer(lab, 0).buysTwice();
            assertThat(alarm(lab, Kind.UNREADABLE).nodes()).containsExactly("node2", "node3");
        }
        try (RunningLab lab = boot(inProcesses(shop("in-place", Twin.BROKEN)))) {
            new Customer(lab, 1).buysTwice();
            lab.lab().control().kill("node2");
            assertThat(alarm(lab, Kind.LOST).attributes()).containsExactly("cart");
        }
        try (RunningLab lab = boot(inProcesses(shop("unreadable", Twin.MENDED)))) {
            new Customer(lab, 1).buysTwice();
            settle(lab);
            assertThat(alarms(lab)).isEmpty();
        }
    }
}
