package clusterlab.cluster.process;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.agent.NodeEvents;
import com.fasterxml.jackson.jr.ob.JSON;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentLinesTest {
    private final List<String> told = new ArrayList<>();

    private void line(String json) throws Exception {
        NodeEvents events = (NodeEvents) Proxy.newProxyInstance(
                NodeEvents.class.getClassLoader(), new Class<?>[] {NodeEvents.class}, (proxy, method, arguments) -> {
                    told.add(method.getName() + " " + List.of(arguments));
                    return null;
                });
        new AgentLines(new ArrayDeque<>(), events, what -> {}, question -> {}).line(JSON.std.mapFrom(json));
    }

    @Test
    void aRequestSaysWhatItDid() throws Exception {
        line("{\"event\":\"sessionUsed\",\"id\":\"A.node1\",\"status\":404,\"front\":true,\"set\":[\"basket\"]}");

        assertThat(told).containsExactly("sessionUsed [A.node1, 404, true, [basket]]");
    }

    /** An agent of an older version tells the session only. */
    @Test
    void aShortLineIsAPage() throws Exception {
        line("{\"event\":\"sessionCreated\",\"id\":\"A.node1\"}");

        assertThat(told).containsExactly("sessionCreated [A.node1, 200, false, []]");
    }
}
