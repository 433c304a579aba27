package clusterlab.cluster.embedded;

import clusterlab.RunningLab;
import clusterlab.agent.LinkInterceptor;
import clusterlab.agent.TrafficInterceptor;
import clusterlab.config.ClusterXml;
import clusterlab.spec.ClusterSpec;
import clusterlab.spec.ManagerSpec;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Preset;
import java.io.StringReader;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.catalina.ha.ClusterDeployer;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;
import org.apache.catalina.tribes.group.ChannelCoordinator;
import org.apache.catalina.tribes.group.GroupChannel;
import org.apache.catalina.tribes.membership.StaticMembershipService;
import org.apache.catalina.tribes.transport.ReplicationTransmitter;
import org.apache.catalina.tribes.util.Arrays;
import org.apache.tomcat.util.IntrospectionUtils;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.junit.jupiter.InjectSoftAssertions;
import org.assertj.core.api.junit.jupiter.SoftAssertionsExtension;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/**
 * The text that a report prints, compared with the objects that run: the same classes in the same order, each attribute
 * with the value that its object has, and no setting that differs from Tomcat's default and is not printed.
 */
@ExtendWith(SoftAssertionsExtension.class)
class PrintedClusterIT {
    private static final Set<Class<?>> SIMPLE = Set.of(String.class, int.class, long.class, boolean.class);

    /** What the lab sets beyond the text, and then what objects that run set themselves: names of MBeans, counters, ages. */
    private static final Set<String> UNPRINTED = Set.of(
            "SimpleTcpCluster.channelStartOptions",
            "GroupChannel.jmxEnabled",
            "GroupChannel.name",
            "LifecycleMBeanBase.domain",
            "EncryptInterceptor.encryptionKeyString",
            "ManagerBase.expiredSessions",
            "ManagerBase.maxActive",
            "ManagerBase.sessionMaxAliveTime",
            "MemberImpl.hostname",
            "MemberImpl.local",
            "MemberImpl.memberAliveTime",
            "MemberImpl.msgCount",
            "MemberImpl.serviceStartTime");

    @InjectSoftAssertions
    private SoftAssertions softly;

    static Stream<Arguments> presetsAndManagers() {
        return Stream.of(Preset.values()).flatMap(preset -> Stream.of(ManagerSpec.Kind.DELTA, ManagerSpec.Kind.BACKUP)
                .map(kind -> Arguments.of(preset, kind)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("presetsAndManagers")
    void whatIsPrintedIsWhatRuns(Preset preset, ManagerSpec.Kind manager) throws Exception {
        ClusterSpec.Builder spec = ClusterSpec.builder(preset)
                .nodes(3)
                .manager(manager)
                .encrypt(manager == ManagerSpec.Kind.BACKUP)
                .anyPorts();
        try (RunningLab lab = RunningLab.boot(spec)) {
            List<SimpleTcpCluster> clusters = Insides.clusters(lab);
            for (int i = 0; i < clusters.size(); i++) {
                NodeSpec node = lab.nodes().get(i);
                String printed = ClusterXml.of(lab.lab().topology(), node);
                compare(List.of(parse(printed)), List.of(clusters.get(i)));
            }
        }
    }

    private static Element parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml)))
                .getDocumentElement();
    }

    private void compare(List<Element> printed, List<?> running) throws Exception {
        softly.assertThat(printed.stream().map(element -> element.getAttribute("className")))
                .containsExactlyElementsOf(
                        running.stream().map(each -> tomcats(each).getName()).toList());
        for (int i = 0; i < Math.min(printed.size(), running.size()); i++) {
            Element element = printed.get(i);
            Object object = running.get(i);
            softly.assertThat(attributes(element)).as(element.getNodeName()).isEqualTo(settings(element, object));
            Map<String, List<Object>> parts = parts(object);
            softly.assertThat(parts.keySet()).containsAll(children(element).keySet());
            for (Map.Entry<String, List<Object>> part : parts.entrySet()) {
                compare(children(element).getOrDefault(part.getKey(), List.of()), part.getValue());
            }
        }
    }

    /** The class that Tomcat has for it: the lab's own are subclasses. */
    private static Class<?> tomcats(Object object) {
        Class<?> type = object.getClass();
        while (!type.getName().startsWith("org.apache.")) {
            type = type.getSuperclass();
        }
        return type;
    }

    private static Map<String, String> attributes(Element element) {
        Map<String, String> attributes = new TreeMap<>();
        for (int i = 0; i < element.getAttributes().getLength(); i++) {
            Node attribute = element.getAttributes().item(i);
            attributes.put(attribute.getNodeName(), attribute.getNodeValue());
        }
        attributes.remove("className");
        return attributes;
    }

    /** The settings that are printed, and those that a new object of Tomcat's class does not have. */
    private static Map<String, String> settings(Element element, Object object) throws Exception {
        Map<String, String> settings = new TreeMap<>();
        for (String name : attributes(element).keySet()) {
            settings.put(name, value(object, name));
        }
        Object untouched = tomcats(object).getConstructor().newInstance();
        for (Method setter : tomcats(object).getMethods()) {
            if (setter.getName().matches("set[A-Z].*")
                    && setter.getParameterCount() == 1
                    && SIMPLE.contains(setter.getParameterTypes()[0])) {
                String name = setter.getName().substring(3, 4).toLowerCase(Locale.ROOT)
                        + setter.getName().substring(4);
                if (!UNPRINTED.contains(setter.getDeclaringClass().getSimpleName() + "." + name)
                        && !value(object, name).equals(value(untouched, name))) {
                    settings.put(name, value(object, name));
                }
            }
        }
        return settings;
    }

    private static String value(Object object, String name) {
        Object value = IntrospectionUtils.getProperty(object, name);
        if (value instanceof byte[] bytes) {
            return switch (name) {
                case "host" -> Arrays.toString(bytes).replaceAll("[{}]", "").replace(", ", ".");
                // The text has a place for the key, and never the key.
                case "encryptionKey" -> "${" + ClusterXml.KEY_PROPERTY + "}";
                case "domain" -> new String(bytes, StandardCharsets.ISO_8859_1);
                default -> Arrays.toString(bytes).replace(" ", "");
            };
        }
        return value == null ? "" : value.toString();
    }

    private static Map<String, List<Element>> children(Element element) {
        Map<String, List<Element>> children = new TreeMap<>();
        for (Node node = element.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element child) {
                children.computeIfAbsent(child.getNodeName(), name -> new ArrayList<>())
                        .add(child);
            }
        }
        return children;
    }

    /** What runs inside it, by the name of the element; a name without objects must not be printed. */
    private static Map<String, List<Object>> parts(Object object) {
        Map<String, List<Object>> parts = new TreeMap<>();
        if (object instanceof SimpleTcpCluster cluster) {
            parts.put("Manager", List.copyOf(cluster.getManagers().values()));
            parts.put("Channel", List.of(cluster.getChannel()));
            parts.put("Valve", List.of((Object[]) cluster.getValves()));
            parts.put(
                    "Deployer",
                    Stream.ofNullable((Object) cluster.getClusterDeployer()).toList());
            parts.put(
                    "ClusterListener",
                    Stream.of((Object[]) cluster.findClusterListeners())
                            .filter(each -> !(each instanceof ClusterDeployer))
                            .filter(each -> each.getClass().getName().startsWith("org.apache."))
                            .toList());
        } else if (object instanceof GroupChannel channel) {
            List<Object> interceptors = new ArrayList<>();
            channel.getInterceptors().forEachRemaining(interceptors::add);
            interceptors.removeIf(each -> each instanceof TrafficInterceptor
                    || each instanceof LinkInterceptor
                    || each instanceof ChannelCoordinator);
            parts.put("Membership", List.of(channel.getMembershipService()));
            parts.put("Receiver", List.of(channel.getChannelReceiver()));
            parts.put("Sender", List.of(channel.getChannelSender()));
            parts.put("Interceptor", interceptors);
        } else if (object instanceof ReplicationTransmitter sender) {
            parts.put("Transport", List.of(sender.getTransport()));
        } else if (object instanceof StaticMembershipService membership) {
            parts.put("LocalMember", List.of(membership.getLocalMember(false)));
            parts.put("Member", List.copyOf(membership.getStaticMembers()));
        }
        return parts;
    }
}
