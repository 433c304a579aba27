package clusterlab.config.lint;

import clusterlab.config.UnreadableConfigException;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.spec.TomcatVersion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Examines configurations without starting them. */
public final class Linter {
    private Linter() {}

    /**
     * Examines a server.xml, a {@code <Cluster>} element, a context.xml, or a folder conf. It starts nothing and writes nothing.
     *
     * @param tomcat that will run it; without it no rule about versions applies
     * @throws UnreadableConfigException if it can't be read, or is no configuration
     */
    public static Linted examine(Path path, Optional<TomcatVersion> tomcat) throws UnreadableConfigException {
        Examined examined = Examined.read(path, tomcat);
        Map<String, RuleFinding> found = new LinkedHashMap<>();
        Consumer<RuleFinding> findings =
                finding -> found.putIfAbsent(finding.rule().id() + " " + finding.subject() + finding.what(), finding);
        for (ConfigRule rule : ConfigRules.ALL) {
            rule.files(examined, findings);
            examined.clusters().forEach(cluster -> rule.cluster(cluster, findings));
        }
        List<RuleFinding> sorted = new ArrayList<>(found.values());
        sorted.sort(Comparator.comparing(RuleFinding::severity)
                .thenComparing(finding -> ConfigRules.ALL.indexOf(finding.rule()))
                .thenComparing(finding -> finding.place().line().orElse(0)));
        return new Linted(
                path.toAbsolutePath().normalize(),
                Stream.of(examined.server(), examined.context(), examined.web())
                        .flatMap(Optional::stream)
                        .map(Examined.Document::name)
                        .toList(),
                examined.clusters().size(),
                tomcat,
                sorted);
    }
}
