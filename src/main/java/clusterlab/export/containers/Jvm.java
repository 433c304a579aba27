package clusterlab.export.containers;

import clusterlab.spec.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The JVM options of a container, in one line for {@code JAVA_OPTS}, which catalina.sh evaluates. */
final class Jvm {
    private Jvm() {}

    /** @param dns whether the nodes ask the name service for each other, whose answers a JVM keeps for 30 s otherwise */
    static String options(Topology topology, boolean dns) {
        List<String> options = new ArrayList<>();
        options.add("-XX:MaxRAMPercentage=60");
        options.add("-Dorg.apache.tomcat.util.digester.PROPERTY_SOURCE="
                + "org.apache.tomcat.util.digester.EnvironmentPropertySource");
        if (dns) {
            options.add("-Dsun.net.inetaddr.ttl=3");
        }
        topology.app().systemProperties().forEach((name, value) -> options.add("-D" + name + "=" + value));
        options.addAll(topology.host().runtime(topology.nodes().get(0).name()).jvmOptions());
        return options.stream()
                .map(option ->
                        option.matches("[A-Za-z0-9@%+=:,./_-]+") ? option : "'" + option.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
    }
}
