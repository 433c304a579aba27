package clusterlab.web;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.cluster.attributes.Alarm;
import clusterlab.cluster.attributes.AttributeWatch;
import clusterlab.event.Event;
import clusterlab.event.Stamped;
import clusterlab.spec.BalancerSpec;
import clusterlab.wire.AlarmsJson;
import clusterlab.wire.Wire;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlarmsIT {
    @TempDir
    Path app;

    private static List<Alarm> alarms(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).isEqualTo(200);
        return Wire.read(AlarmsJson.class, answer.body().getBytes(StandardCharsets.UTF_8))
                .alarms();
    }

    @Test
    void anAlarmIsServedUntilItIsAcknowledged() throws Exception {
        Files.createDirectories(app.resolve("WEB-INF"));
        Files.writeString(
                app.resolve("WEB-INF/web.xml"),
                "<web-app xmlns=\"https://jakarta.ee/xml/ns/jakartaee\" version=\"6.1\"><distributable/></web-app>");
        Files.writeString(
                app.resolve("index.jsp"),
                "<% StringBuilder list = (StringBuilder) session.getAttribute(\"list\"); if (list == null) "
                        + "session.setAttribute(\"list\", list = new StringBuilder()); list.append('x'); %>");
        try (TesterAdmin admin = TesterAdmin.boot(
                TesterAdmin.nodes(2).front(BalancerSpec.Kind.NONE).webapp(app))) {
            admin.lab().cluster().watchAttributes(AttributeWatch.Pace.SPARING);
            assertThat(alarms(admin.get("/api/alarms"))).isEmpty();
            admin.count(0, admin.count(0, ""));
            Awaitility.await()
                    .atMost(TesterAdmin.PATIENCE)
                    .pollInterval(100, TimeUnit.MILLISECONDS)
                    .untilAsserted(
                            () -> assertThat(alarms(admin.get("/api/alarms"))).isNotEmpty());
            Alarm alarm = alarms(admin.get("/api/alarms")).get(0);
            assertThat(alarm).isEqualTo(admin.lab().control().alarms().get(0));
            assertThat(alarm.kind()).isEqualTo(Alarm.Kind.CHANGED_IN_PLACE);
            assertThat(alarm.attributes()).containsExactly("list");

            assertThat(admin.get("/metrics").body())
                    .contains(
                            "clusterlab_alarms{kind=\"CHANGED_IN_PLACE\"} 1.0", "clusterlab_alarms{kind=\"LOST\"} 0.0");

            assertThat(alarms(admin.send("DELETE", "/api/alarms/" + alarm.id(), "")))
                    .isEmpty();
            assertThat(alarms(admin.get("/api/alarms"))).isEmpty();
            HttpResponse<String> again = admin.send("DELETE", "/api/alarms/" + alarm.id(), "");
            assertThat(again.statusCode()).isEqualTo(404);
            assertThat(again.body()).contains("There is no alarm " + alarm.id() + "; none stands.");
            assertThat(alarms(admin.send("DELETE", "/api/alarms", ""))).isEmpty();
            assertThat(admin.lab().events().after(0, 10_000))
                    .extracting(Stamped::event)
                    .contains(
                            new Event.AlarmRaised(alarm.id(), "CHANGED_IN_PLACE", alarm.session(), alarm.what()),
                            new Event.AlarmAcknowledged(alarm.id(), alarm.what()));
        }
    }
}
