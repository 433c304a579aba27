package clusterlab.cluster.embedded;

import static clusterlab.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import clusterlab.agent.Drain;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.coyote.ajp.AjpNioProtocol;
import org.apache.tomcat.util.net.AbstractEndpoint;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResetsIT {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final OpenProtocol protocol = new OpenProtocol();

    @BeforeEach
    void start() throws Exception {
        protocol.setAddress(LOOPBACK);
        protocol.setPort(0);
        protocol.setSecretRequired(false);
        protocol.setAdapter(new CoyoteAdapter(new Connector(protocol)));
        protocol.init();
        protocol.start();
    }

    @AfterEach
    void end() throws Exception {
        protocol.stop();
        protocol.destroy();
    }

    @Test
    void aConnectionWithARequestThatThePollerHasNotNoticedIsNotIdle() throws Exception {
        try (Socket client = new Socket(LOOPBACK, protocol.getLocalPort())) {
            eventually("a connection that waits").until(() -> waiting() != null);
            NioSocketWrapper connection = Objects.requireNonNull(waiting());
            SocketChannel channel = connection.getSocket().getIOChannel();
            // The poller as if it got no time: it does not look at the connection.
            channel.keyFor(connection.getPoller().getSelector()).interestOps(0);
            client.getOutputStream().write(1);
            client.getOutputStream().flush();
            assertThat(Drain.closeIdle(protocol.endpoint(), 0)).isEqualTo(1);
            assertThat(channel.isOpen()).isTrue();
        }
    }

    @Test
    void aConnectionWithoutARequestIsClosed() throws Exception {
        try (Socket client = new Socket(LOOPBACK, protocol.getLocalPort())) {
            eventually("a connection that waits").until(() -> waiting() != null);
            assertThat(Drain.closeIdle(protocol.endpoint(), 0)).isZero();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aResetClosesTheListeningSocketAlsoIfItWasBoundBeforeTheStart() throws Exception {
        ResettableAjpProtocol stock = new ResettableAjpProtocol();
        stock.setPort(0);
        stock.setSecretRequired(false);
        stock.setAdapter(new CoyoteAdapter(new Connector(stock)));
        stock.init();
        int port = stock.getLocalPort();
        assertThat(port).as("Tomcat's default").isPositive();
        stock.start();
        try {
            new Socket(LOOPBACK, port).close();
            stock.reset();
            assertThatThrownBy(() -> new Socket(LOOPBACK, port)).isInstanceOf(ConnectException.class);
        } finally {
            stock.stop();
            stock.destroy();
        }
    }

    private @Nullable NioSocketWrapper waiting() {
        return protocol.endpoint().getConnections().stream()
                .map(NioSocketWrapper.class::cast)
                .filter(connection -> connection.interestOps() == SelectionKey.OP_READ)
                // Its operations are set before the poller has registered it (NioEndpoint.Poller.register).
                .filter(connection -> connection
                                .getSocket()
                                .getIOChannel()
                                .keyFor(connection.getPoller().getSelector())
                        != null)
                .findFirst()
                .orElse(null);
    }

    private static final class OpenProtocol extends AjpNioProtocol {
        private AbstractEndpoint<NioChannel, ?> endpoint() {
            return getEndpoint();
        }
    }
}
