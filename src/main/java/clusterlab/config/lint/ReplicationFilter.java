package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.ClusterElement;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A filter that was meant for images. */
final class ReplicationFilter extends ConfigRule {
    /** Of usual applications. */
    private static final List<String> PAGES = List.of(
            "/shop/cart",
            "/index.jsp",
            "/shop/cart.jsp",
            "/shop/cart.do",
            "/shop/cart.action",
            "/shop/cart.xhtml",
            "/shop/",
            "/api/cart",
            "/shop/j_security_check");

    ReplicationFilter() {
        super("replication-filter", Severity.LOSS);
    }

    @Override
    public String title() {
        return "A filter of ReplicationValve that matches pages";
    }

    @Override
    public String effect() {
        return "What a request of such a path changes in the session is not sent at its end: the other nodes lack "
                + "it until another request of the session is sent.";
    }

    @Override
    public String see() {
        return "cluster-lab --cluster FILE: if the filter matches every path, its probe's change does not arrive on "
                + "the other nodes.";
    }

    @Override
    public String mend() {
        return "Let the filter match static files only, such as .*\\.png, or nothing.";
    }

    @Override
    public String source() {
        return "ReplicationValve.sendSessionReplicationMessage, isRequestWithoutSessionChange: the whole path has "
                + "to match.";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        for (ClusterElement valve : config.valves()) {
            String filter = ClusterConfig.value(valve, "filter", "");
            if (!valve.simpleClassName().equals("ReplicationValve") || filter.isEmpty()) {
                continue;
            }
            try {
                Pattern pattern = Pattern.compile(filter);
                List<String> hit = PAGES.stream()
                        .filter(page -> pattern.matcher(page).matches())
                        .toList();
                if (!hit.isEmpty()) {
                    findings.accept(at(
                            config,
                            valve,
                            hit.size() == PAGES.size() ? Certainty.CERTAIN : Certainty.LIKELY,
                            "The filter " + filter + " matches "
                                    + (hit.size() == PAGES.size() ? "every path" : "pages such as " + hit.get(0))
                                    + "."));
                }
            } catch (PatternSyntaxException e) {
                findings.accept(at(
                        config,
                        valve,
                        Severity.NOTE,
                        Certainty.CERTAIN,
                        "The filter " + filter + " is no regular expression: Tomcat logs that and filters nothing."));
            }
        }
    }
}
