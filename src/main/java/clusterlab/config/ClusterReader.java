package clusterlab.config;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.catalina.Context;
import org.apache.catalina.ha.ClusterRuleSet;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;
import org.apache.catalina.startup.ContextRuleSet;
import org.apache.tomcat.util.IntrospectionUtils.PropertySource;
import org.apache.tomcat.util.digester.Digester;
import org.jspecify.annotations.Nullable;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** Makes the objects of a {@code <Cluster>} element with Tomcat's own parser and rules, as a start from server.xml does. */
public final class ClusterReader {
    private static final String NO_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

    private static final String TRIBES = "org.apache.catalina.tribes.";
    private static final String USUAL = "<Cluster className=\"org.apache.catalina.ha.tcp.SimpleTcpCluster\">"
            + "<Manager className=\"org.apache.catalina.ha.session.DeltaManager\"/>"
            + "<Channel className=\"" + TRIBES + "group.GroupChannel\">"
            + "<Membership className=\"" + TRIBES + "membership.StaticMembershipService\">"
            + "<LocalMember className=\"" + TRIBES + "membership.StaticMember\" port=\"1\"/></Membership>"
            + "<Receiver className=\"" + TRIBES + "transport.nio.NioReceiver\"/>"
            + "<Sender className=\"" + TRIBES + "transport.ReplicationTransmitter\">"
            + "<Transport className=\"" + TRIBES + "transport.nio.PooledParallelSender\"/></Sender>"
            + "<Interceptor className=\"" + TRIBES + "group.interceptors.TcpFailureDetector\"/>"
            + "<Interceptor className=\"" + TRIBES + "group.interceptors.MessageDispatchInterceptor\"/>"
            + "</Channel></Cluster>";

    private ClusterReader() {}

    /**
     * A cluster that is not started.
     *
     * @param xml the element; it must not have a DOCTYPE, so that no entity can read a file or an address
     * @param properties what {@code ${name}} in an attribute stands for; no system property does, since the application and
     *     other labs of this JVM could read it
     * @param substitute is given every object before its attributes are set, and returns the one to use in its place
     * @throws IllegalArgumentException if the text is not a {@code <Cluster>} element that Tomcat can read
     */
    public static SimpleTcpCluster read(String xml, Map<String, String> properties, UnaryOperator<Object> substitute) {
        return read(xml, properties::get, ClusterReader.class.getClassLoader(), substitute);
    }

    /**
     * The same with classes of the user's.
     *
     * @param loader has the classes that the element names
     */
    public static SimpleTcpCluster read(
            String xml, PropertySource properties, ClassLoader loader, UnaryOperator<Object> substitute) {
        Digester digester = new Substituting(properties, substitute);
        digester.setClassLoader(loader);
        // As Catalina.createStartDigester: an attribute that its object does not have is a warning in the log.
        digester.setRulesValidation(true);
        digester.setFakeAttributes(Map.of(Object.class, List.of("className")));
        digester.addObjectCreate("Cluster", SimpleTcpCluster.class.getName(), "className");
        digester.addSetProperties("Cluster");
        digester.addRuleSet(new ClusterRuleSet("Cluster/"));
        if (parse(digester, xml) instanceof SimpleTcpCluster cluster) {
            return cluster;
        }
        throw new IllegalArgumentException("The text is not a <Cluster> element of a SimpleTcpCluster.");
    }

    private static @Nullable Object parse(Digester digester, String xml) {
        try {
            digester.setFeature(NO_DOCTYPE, true);
            return digester.parse(new InputSource(new StringReader(xml)));
        } catch (SAXException e) {
            throw new IllegalArgumentException("Tomcat can't read the element: " + e.getMessage(), e);
        } catch (IOException | ParserConfigurationException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Gives an application the manager of a {@code <Manager>} element, as a {@code <Context>} of server.xml does.
     *
     * @param xml the element
     * @param properties what {@code ${name}} in an attribute stands for
     * @param loader has the class that the element names
     * @throws IllegalArgumentException if Tomcat can't read it
     */
    public static void manager(Context context, String xml, PropertySource properties, ClassLoader loader) {
        Digester digester = new Substituting(properties, UnaryOperator.identity());
        digester.setClassLoader(loader);
        digester.setRulesValidation(true);
        digester.setFakeAttributes(Map.of(Object.class, List.of("className")));
        digester.addRuleSet(new ContextRuleSet("", false));
        digester.push(context);
        parse(digester, "<Context>" + xml + "</Context>");
        if (context.getManager() == null) {
            throw new IllegalArgumentException("The text is not a <Manager> element.");
        }
    }

    /**
     * Reads an element of the usual kinds in a thread of its own and throws it away. The first XML of a JVM and the classes of a
     * cluster cost 75 ms of CPU time, which the boot then finds done.
     */
    public static void warmUp() {
        Thread thread = new Thread(() -> read(USUAL, Map.of(), UnaryOperator.identity()), "warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    /** Rules find the object that they set attributes of, and that they hand to its parent, on the Digester's stack. */
    private static final class Substituting extends Digester {
        private final UnaryOperator<Object> substitute;

        Substituting(PropertySource properties, UnaryOperator<Object> substitute) {
            this.substitute = substitute;
            source = new PropertySource[] {properties};
        }

        @Override
        public void push(Object made) {
            super.push(substitute.apply(made));
        }
    }
}
