package clusterlab.front;

import clusterlab.spec.NodeSpec;
import clusterlab.spec.Secret;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.ExpandWar;
import org.apache.catalina.startup.Tomcat;
import org.apache.coyote.ajp.AjpNioProtocol;
import org.apache.coyote.http11.Http11NioProtocol;

/** A Tomcat with one connector, AJP or HTTP, in this JVM. */
public final class TesterTomcat implements FrontNode {
    private final NodeSpec spec;
    private final Secret secret;
    private final Path base;
    private Tomcat tomcat = new Tomcat();
    private final boolean named;
    private final boolean http;
    private boolean running;

    public TesterTomcat(NodeSpec spec, Secret secret) {
        this(spec, secret, false);
    }

    /** A node that speaks HTTP. */
    public static TesterTomcat http(NodeSpec spec) {
        return new TesterTomcat(spec, new Secret("unused"), false, true);
    }

    /** @param named whether it sends {@link Balancer#NODE_HEADER} itself */
    public TesterTomcat(NodeSpec spec, Secret secret, boolean named) {
        this(spec, secret, named, false);
    }

    private TesterTomcat(NodeSpec spec, Secret secret, boolean named, boolean http) {
        this.http = http;
        this.named = named;
        this.spec = spec;
        this.secret = secret;
        try {
            base = Files.createTempDirectory("tester-tomcat");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start();
    }

    @Override
    public synchronized void start() {
        stop();
        try {
            tomcat = new Tomcat();
            tomcat.setBaseDir(base.toString());
            tomcat.getEngine().setName(spec.name());
            tomcat.getEngine().setJvmRoute(spec.name());
            tomcat.setConnector(connector());
            Context context = tomcat.addContext("", base.toString());
            Tomcat.addServlet(context, "tester", new TesterApp(spec.name(), named, this::kill));
            context.addServletMappingDecoded("/*", "tester");
            tomcat.start();
            running = true;
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Connector connector() throws IOException {
        InetAddress loopback = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        if (http) {
            Http11NioProtocol protocol = new Http11NioProtocol();
            protocol.setAddress(loopback);
            protocol.setPort(spec.httpPort());
            return new Connector(protocol);
        }
        AjpNioProtocol ajp = new AjpNioProtocol();
        ajp.setAddress(loopback);
        ajp.setPort(spec.ajpPort());
        ajp.setSecret(secret.value());
        return new Connector(ajp);
    }

    @Override
    public synchronized void kill() {
        Connector connector = tomcat.getConnector();
        connector.getProtocolHandler().closeServerSocketGraceful();
        try {
            // Closes all connections, also those of running requests; their answers get nowhere.
            connector.stop();
            connector.destroy();
        } catch (LifecycleException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized void close() {
        stop();
        ExpandWar.delete(base.toFile());
    }

    private void stop() {
        if (running) {
            running = false;
            try {
                tomcat.stop();
                tomcat.destroy();
            } catch (LifecycleException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
