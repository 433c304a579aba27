package clusterlab.front.embedded;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.front.TesterHttp;
import clusterlab.front.TesterNodes;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More clients than the front takes connections from. */
class EmbeddedCrowdIT {

    private static final int MAX = 8;

    private final Deque<TesterHttp> clients = new ArrayDeque<>();
    private TesterNodes nodes;
    private EmbeddedBalancer front;

    @BeforeEach
    void start() {
        nodes = TesterNodes.start(1, true);
        front = EmbeddedBalancer.start(nodes.topology(), change -> {}, EmbeddedBalancer.NODE_TIMEOUT, MAX);
    }

    @AfterEach
    void stop() throws IOException {
        for (TesterHttp client : clients) {
            client.close();
        }
        front.close();
        nodes.close();
    }

    @Test
    void idleConnectionsLockNobodyOutAndTheOldestGoFirst() throws IOException {
        List<TesterHttp> all = new ArrayList<>();
        for (int i = 0; i < 5 * MAX; i++) {
            TesterHttp client = client();
            all.add(client);
            if (i % 2 == 0) {
                assertThat(client.request("GET", "/echo", "").status()).isEqualTo(200);
            }
        }
        TesterHttp newest = client();
        assertThat(newest.request("GET", "/echo", "").status()).isEqualTo(200);
        for (TesterHttp old : all.subList(0, all.size() - MAX)) {
            assertThat(old.isClosedByFront()).isTrue();
        }
        assertThat(newest.request("GET", "/echo", "").status()).isEqualTo(200);
    }

    @Test
    void busyConnectionsAreKeptAndANewClientIsTold() throws IOException {
        for (int i = 0; i < MAX; i++) {
            client().send("GET /hold HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        eventually("all are served").until(() -> nodes.node(1).servlet.counted.get() == MAX);
        TesterHttp late = client();
        assertThat(late.read("GET").status()).isEqualTo(503);
        assertThat(late.isClosedByFront()).isTrue();
        clients.removeLast();
        late.close();
        nodes.node(1).servlet.release();
        for (TesterHttp busy : clients) {
            assertThat(busy.read("GET").status()).isEqualTo(200);
        }
        assertThat(client().request("GET", "/echo", "").status()).isEqualTo(200);
    }

    private TesterHttp client() throws IOException {
        TesterHttp client = new TesterHttp(front.uri());
        client.timeout(5000);
        clients.addLast(client);
        return client;
    }
}
