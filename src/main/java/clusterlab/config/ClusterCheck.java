package clusterlab.config;

import clusterlab.spec.ClusterElement;
import clusterlab.spec.ImportedCluster;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.Manager;
import org.apache.catalina.SessionIdGenerator;
import org.apache.catalina.Store;
import org.apache.catalina.ha.ClusterDeployer;
import org.apache.catalina.ha.ClusterListener;
import org.apache.catalina.ha.ClusterManager;
import org.apache.catalina.ha.ClusterValve;
import org.apache.catalina.ha.tcp.SimpleTcpCluster;
import org.apache.catalina.tribes.ChannelInterceptor;
import org.apache.catalina.tribes.ChannelListener;
import org.apache.catalina.tribes.ChannelReceiver;
import org.apache.catalina.tribes.ChannelSender;
import org.apache.catalina.tribes.Member;
import org.apache.catalina.tribes.MembershipListener;
import org.apache.catalina.tribes.MembershipService;
import org.apache.catalina.tribes.group.GroupChannel;
import org.apache.catalina.tribes.transport.MultiPointSender;
import org.jspecify.annotations.Nullable;

/**
 * Compares an element with the classes that it names, without making an object: a class that is missing or does not fit, an
 * attribute that has no setter, an element that Tomcat has no rule for (ClusterRuleSet). Tomcat logs the latter two and goes on.
 */
public final class ClusterCheck {
    private static final String CLOUD = "org.apache.catalina.tribes.membership.cloud.";

    /** Parent and child of ClusterRuleSet and ContextRuleSet, and what the child has to be. */
    private static final Map<String, Class<?>> RULES = Map.ofEntries(
            Map.entry("Cluster/Manager", ClusterManager.class),
            Map.entry("Context/Manager", Manager.class),
            Map.entry("Manager/SessionIdGenerator", SessionIdGenerator.class),
            Map.entry("Manager/Store", Store.class),
            Map.entry("Cluster/Channel", GroupChannel.class),
            Map.entry("Channel/Membership", MembershipService.class),
            Map.entry("Membership/LocalMember", Member.class),
            Map.entry("Membership/Member", Member.class),
            Map.entry("Channel/MembershipListener", MembershipListener.class),
            Map.entry("Channel/Sender", ChannelSender.class),
            Map.entry("Sender/Transport", MultiPointSender.class),
            Map.entry("Channel/Receiver", ChannelReceiver.class),
            Map.entry("Channel/Interceptor", ChannelInterceptor.class),
            Map.entry("Interceptor/LocalMember", Member.class),
            Map.entry("Interceptor/Member", Member.class),
            Map.entry("Channel/ChannelListener", ChannelListener.class),
            Map.entry("Cluster/Valve", ClusterValve.class),
            Map.entry("Cluster/Deployer", ClusterDeployer.class),
            Map.entry("Cluster/Listener", LifecycleListener.class),
            Map.entry("Cluster/ClusterListener", ClusterListener.class));

    /** Of those, the elements that name no class when Tomcat's is meant. */
    private static final Map<String, String> DEFAULTS = Map.of(
            "Cluster",
            "org.apache.catalina.ha.tcp.SimpleTcpCluster",
            "SessionIdGenerator",
            "org.apache.catalina.util.StandardSessionIdGenerator",
            "Context/Manager",
            "org.apache.catalina.session.StandardManager");

    /** Without a default, and none that each Tomcat has. */
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{((?!(?:catalina|java|os|user)\\.)[^:}]+)\\}");

    private static final Set<Class<?>> NUMBERS = Set.of(int.class, Integer.class, long.class, Long.class);
    private static final Set<Class<?>> OTHERS = Set.of(String.class, boolean.class, Boolean.class, InetAddress.class);

    private final ClassLoader loader;
    private final Set<String> properties;
    private final boolean lenient;
    private final List<String> problems = new ArrayList<>();
    private final List<Remark> remarks = new ArrayList<>();

    private ClusterCheck(ClassLoader loader, Set<String> properties, boolean lenient) {
        this.loader = loader;
        this.properties = properties;
        this.lenient = lenient;
    }

    /**
     * What Tomcat ignores, or would have to be given.
     *
     * @param line of the element
     * @param ignored whether Tomcat ignores it, in any version of its classes that this one knows
     * @param text the rest of a sentence that begins with the line: the element, and what is the matter with it
     */
    public record Remark(int line, boolean ignored, String text) {
        @Override
        public String toString() {
            return "line " + line + ", " + text;
        }
    }

    /**
     * What was found.
     *
     * @param imported with the remarks
     * @param remarks the same with their lines
     * @param problems why no node can start with it; parts of sentences, without a full stop
     */
    public record Checked(ImportedCluster imported, List<Remark> remarks, List<String> problems) {}

    /**
     * Checks an element against the classes of the lab's Tomcat and of a folder.
     *
     * @param lib folder with jars, or empty
     * @param properties names of the system properties that the nodes have
     * @param otherTomcat whether the nodes are other Tomcats, which may have classes that this one lacks
     */
    public static Checked check(
            ImportedCluster imported, Optional<Path> lib, Set<String> properties, boolean otherTomcat) {
        try (URLClassLoader loader = new URLClassLoader(jars(lib), ClusterCheck.class.getClassLoader())) {
            ClusterCheck check = new ClusterCheck(loader, properties, otherTomcat);
            imported.cluster().ifPresent(cluster -> check.element(cluster, "", SimpleTcpCluster.class));
            imported.manager().ifPresent(manager -> check.element(manager, "Context", Manager.class));
            List<String> remarks = new ArrayList<>(imported.remarks());
            check.remarks.forEach(remark -> remarks.add(remark.toString()));
            return new Checked(imported.withRemarks(remarks), List.copyOf(check.remarks), List.copyOf(check.problems));
        } catch (IOException e) {
            return new Checked(
                    imported, List.of(), List.of("the folder of --lib can't be read; check its permissions"));
        }
    }

    private static URL[] jars(Optional<Path> lib) throws IOException {
        List<URL> urls = new ArrayList<>();
        if (lib.isPresent() && Files.isDirectory(lib.get())) {
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(lib.get(), "*.jar")) {
                for (Path jar : jars) {
                    urls.add(jar.toUri().toURL());
                }
            }
        }
        return urls.toArray(URL[]::new);
    }

    private void element(ClusterElement element, String parent, Class<?> needed) {
        String name = element.className();
        if (name.isEmpty()) {
            name = DEFAULTS.getOrDefault(parent + "/" + element.name(), DEFAULTS.getOrDefault(element.name(), ""));
        }
        if (name.isEmpty()) {
            problems.add(at(element) + " names no class; add className, as Tomcat needs it there");
            return;
        }
        if (name.startsWith(CLOUD)) {
            problems.add(at(element) + " asks Kubernetes or a name service for its members ("
                    + element.simpleClassName() + "), which are not here; use another <Membership> for the lab");
            return;
        }
        element.attributes().values().forEach(value -> placeholders(element, value));
        Class<?> type = load(element, name, needed);
        if (type != null) {
            attributes(element, type);
        }
        for (ClusterElement child : element.children()) {
            Class<?> wanted = RULES.get(element.name() + "/" + child.name());
            if (wanted == null) {
                remark(child, " means nothing inside of <" + element.name() + ">: Tomcat ignores it.");
            } else {
                element(child, element.name(), wanted);
            }
        }
    }

    private void placeholders(ClusterElement element, String value) {
        PLACEHOLDER.matcher(value).results().map(found -> found.group(1)).forEach(name -> {
            if (!properties.contains(name)) {
                remark(
                        element,
                        false,
                        ": ${" + name + "} has no value here; give it with --system-property " + name + "=VALUE.");
            }
        });
    }

    private @Nullable Class<?> load(ClusterElement element, String name, Class<?> needed) {
        try {
            Class<?> type = Class.forName(name, false, loader);
            if (needed == ClusterValve.class && !needed.isAssignableFrom(type)) {
                // SimpleTcpCluster.addValve: if (valve instanceof ClusterValve).
                remark(element, ": " + name + " is no ClusterValve, so Tomcat leaves it out.");
            } else if (!needed.isAssignableFrom(type)) {
                problems.add(at(element) + ": " + name + " is no " + needed.getName() + "; name another class");
                return null;
            }
            return type;
        } catch (ClassNotFoundException | LinkageError e) {
            String missing = e instanceof ClassNotFoundException ? name : name + " (" + e + ")";
            if (lenient) {
                remark(element, false, ": the lab's own Tomcat has no class " + missing + "; another one may.");
            } else {
                problems.add(at(element) + ": there is no class " + missing
                        + "; give the folder of its jar with --lib, or correct the name");
            }
            return null;
        }
    }

    private void attributes(ClusterElement element, Class<?> type) {
        element.attributes().forEach((name, value) -> {
            if (name.equals(ClusterElement.CLASS)) {
                return;
            }
            Optional<Class<?>> parameter = setter(type, name);
            if (parameter.isEmpty()) {
                remark(
                        element,
                        " " + name + ": " + type.getSimpleName() + " has no such attribute, so Tomcat ignores it"
                                + similar(type, name) + ".");
            } else if (NUMBERS.contains(parameter.get()) && !value.contains("${") && !isNumber(value)) {
                remark(element, " " + name + "=\"" + value + "\" is no number, so Tomcat ignores it.");
            }
        });
    }

    private void remark(ClusterElement element, String text) {
        remark(element, true, text);
    }

    private void remark(ClusterElement element, boolean ignored, String text) {
        // A colon or a blank comes first, as the text needs it.
        remarks.add(new Remark(element.line(), ignored, "<" + element.name() + ">" + text));
    }

    private static boolean isNumber(String value) {
        try {
            Long.parseLong(value);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** The type that IntrospectionUtils.setProperty converts to; String first. */
    private static Optional<Class<?>> setter(Class<?> type, String attribute) {
        Class<?> found = null;
        for (Method method : type.getMethods()) {
            if (method.getParameterCount() == 1 && method.getName().equals("set" + capitalized(attribute))) {
                Class<?> parameter = method.getParameterTypes()[0];
                if (NUMBERS.contains(parameter) || OTHERS.contains(parameter)) {
                    found = parameter == String.class || found == null ? parameter : found;
                }
            }
        }
        if (found == null
                && Arrays.stream(type.getMethods())
                        .anyMatch(method -> method.getName().equals("setProperty")
                                && method.getParameterCount() == 2
                                && method.getParameterTypes()[0] == String.class)) {
            return Optional.of(String.class);
        }
        return Optional.ofNullable(found);
    }

    private static String similar(Class<?> type, String attribute) {
        for (Method method : type.getMethods()) {
            String name = method.getName();
            if (name.startsWith("set") && name.length() > 3 && method.getParameterCount() == 1) {
                String property = name.substring(3, 4).toLowerCase(Locale.ROOT) + name.substring(4);
                if (property.equalsIgnoreCase(attribute)
                        && setter(type, property).isPresent()) {
                    return "; it is written " + property;
                }
            }
        }
        return "";
    }

    private static String capitalized(String name) {
        return name.isEmpty() ? name : name.substring(0, 1).toUpperCase(Locale.ENGLISH) + name.substring(1);
    }

    private static String at(ClusterElement element) {
        return "line " + element.line() + ", <" + element.name() + ">";
    }
}
