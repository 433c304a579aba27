package clusterlab.export.containers;

import clusterlab.spec.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The JVM options of a container, in one line for {@code JAVA_OPTS}, which catalina.sh evaluates. */
final class Jvm {
    private static final int USUAL_MEBIBYTES = 512;
    /** For threads, classes and buffers beside a heap of the user's choice. */
    private static final int BESIDE_THE_HEAP = 256;

    private static final Pattern HEAP = Pattern.compile("-Xmx(\\d{1,15})([kKmMgG]?)");

    private Jvm() {}

    /** The memory of a container: with {@code -Xmx} the heap and 256 MiB. */
    static long memoryMebibytes(Topology topology) {
        long heap = 0;
        for (String option :
                topology.host().runtime(topology.nodes().get(0).name()).jvmOptions()) {
            Matcher matcher = HEAP.matcher(option);
            if (matcher.matches()) {
                long number = Long.parseLong(matcher.group(1));
                heap = switch (matcher.group(2)) {
                    case "g", "G" -> number * 1024;
                    case "m", "M" -> number;
                    case "k", "K" -> number / 1024;
                    default -> number / 1024 / 1024;
                };
            }
        }
        return heap == 0 ? USUAL_MEBIBYTES : Math.max(USUAL_MEBIBYTES, heap + BESIDE_THE_HEAP);
    }

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
