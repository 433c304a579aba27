package clusterlab.spec;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The name of the servlet API that an application was made for, and that a Tomcat has. */
enum ServletApi {
    /** Tomcat 9.0 and older. */
    JAVAX("javax.servlet", "as in Tomcat 9", "Tomcat 9.0 only supports"),
    /** Tomcat 10 and later. */
    JAKARTA("jakarta.servlet", "as in Tomcat 10 and later", "Tomcat 10 and later only support");

    private final String word;
    private final String where;
    private final String only;

    ServletApi(String word, String where, String only) {
        this.word = word;
        this.where = where;
        this.only = only;
    }

    /** Those of the nodes of a spec. */
    static Set<ServletApi> of(ClusterSpec spec) {
        return of(spec.host(), spec.nodes() < 1 ? List.of(spec.preset().nodeName(0)) : spec.nodeNames());
    }

    /** Those of these nodes, now and after a planned upgrade. */
    static Set<ServletApi> of(HostSpec host, List<String> nodes) {
        return Stream.concat(
                        nodes.stream().map(node -> of(host, node)),
                        host.next().stream().map(next -> of(Optional.of(next))))
                .collect(Collectors.toSet());
    }

    /** That of this node. */
    static ServletApi of(HostSpec host, String node) {
        return host.kind() == HostSpec.Kind.STOCK ? of(host.runtime(node).tomcat()) : JAKARTA;
    }

    private static ServletApi of(Optional<NodeRuntime.TomcatHome> tomcat) {
        return tomcat.flatMap(NodeRuntime.TomcatHome::parsed)
                        .filter(version -> version.major() <= 9)
                        .isPresent()
                ? JAVAX
                : JAKARTA;
    }

    ServletApi other() {
        return this == JAVAX ? JAKARTA : JAVAX;
    }

    /** Such as {@code javax.servlet}. */
    String word() {
        return word;
    }

    /** Such as {@code javax/servlet/}, as class files have it. */
    String path() {
        return word.replace('.', '/') + "/";
    }

    /** That an application has it, and the Tomcat of a node needs the other one; the end of a sentence and a sentence. */
    String refusedBecause(String consequence) {
        return " uses " + word + ", " + where + ". " + other().only + " " + other().word + ", so " + consequence + ". ";
    }
}
