package clusterlab.export.tomcat;

import clusterlab.config.StockCluster;
import clusterlab.export.Source;
import clusterlab.spec.NodeRuntime;
import clusterlab.spec.NodeSpec;
import clusterlab.spec.Secret;
import clusterlab.spec.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The {@code bin/setenv.sh} that catalina.sh reads. */
final class SetEnv {
    private SetEnv() {}

    static String of(Topology topology, NodeSpec node, Source source) {
        StringBuilder text = new StringBuilder(source.hash());
        text.append(
                """
                # catalina.sh reads this file. It has the secrets, so only its owner may read it.

                # For catalina.sh stop: server.xml has no shutdown port.
                CATALINA_PID="$CATALINA_BASE/temp/catalina.pid"
                # Tomcat replaces ${AJP_SECRET} and ${CLUSTER_KEY} in conf/server.xml by these (EnvironmentPropertySource); on a command
                # line the list of processes would show them.
                """);
        text.append("export AJP_SECRET=")
                .append(quoted(topology.ajpSecret().value()))
                .append('\n');
        topology.channel().encryptionKey().map(Secret::value).ifPresent(key -> text.append("export ")
                .append(StockCluster.KEY_VARIABLE)
                .append('=')
                .append(quoted(key))
                .append('\n'));
        if (!topology.app().environment().isEmpty()) {
            text.append("# --env\n");
            topology.app().environment().forEach((name, value) -> text.append("export ")
                    .append(name)
                    .append('=')
                    .append(quoted(value))
                    .append('\n'));
        }
        NodeRuntime runtime = topology.host().runtime(node.name());
        runtime.java().ifPresent(java -> text.append("# --java\nJAVA_HOME=")
                .append(quoted(java.home().toString()))
                .append('\n'));
        List<String> settings = new ArrayList<>();
        settings.add("-Djava.net.preferIPv4Stack=true");
        settings.add("-Dorg.apache.tomcat.util.digester.PROPERTY_SOURCE="
                + "org.apache.tomcat.util.digester.EnvironmentPropertySource");
        topology.app().systemProperties().forEach((name, value) -> settings.add("-D" + name + "=" + value));
        text.append(
                """
                # preferIPv4Stack: a JVM with IPv6 can't join a multicast group on an IPv4 interface ("Invalid argument").
                """);
        append(text, "JAVA_OPTS", settings);
        append(text, "CATALINA_OPTS", runtime.jvmOptions());
        return text.toString();
    }

    /** catalina.sh evaluates the value once more, so each option is quoted for that too; its configtest has JAVA_OPTS only. */
    private static void append(StringBuilder text, String variable, List<String> options) {
        if (!options.isEmpty()) {
            text.append(variable)
                    .append("=\"$")
                    .append(variable)
                    .append(" \"")
                    .append(quoted(options.stream()
                            .map(option -> option.matches("[A-Za-z0-9@%+=:,./_-]+") ? option : quoted(option))
                            .collect(Collectors.joining(" "))))
                    .append('\n');
        }
    }

    /** As one word of a shell. */
    static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
