package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.ClusterElement;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Filter and membership have to name the same domain. */
final class DomainFilter extends ConfigRule {
    DomainFilter() {
        super("domain-filter", Severity.LOSS);
    }

    @Override
    public String title() {
        return "DomainFilterInterceptor and membership with different domains, or one without the other";
    }

    @Override
    public String effect() {
        return "A filter with another domain than the members lets nobody in: each node is alone. A domain without "
                + "a filter separates nothing: other clusters of the same group join.";
    }

    @Override
    public String see() {
        return "cluster-lab --cluster FILE: it says which node does not see which.";
    }

    @Override
    public String mend() {
        return "Give <Membership> and <Interceptor className=\"…DomainFilterInterceptor\"> the same domain.";
    }

    @Override
    public String source() {
        return "DomainFilterInterceptor.memberAdded compares the domain of each member with its own; heartbeats of "
                + "a group carry no cluster name (McastServiceImpl.memberDataReceived).";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        Optional<ClusterElement> filter = config.interceptor("DomainFilterInterceptor");
        if (filter.isPresent()) {
            String wanted = ClusterConfig.value(filter.get(), "domain", "");
            for (ClusterElement of : domains(config)) {
                String own = ClusterConfig.value(of, "domain", "");
                if (!own.equals(wanted)) {
                    findings.accept(at(
                            config,
                            filter.get(),
                            Certainty.CERTAIN,
                            "The filter lets domain " + text(wanted) + " in, and the <" + of.name() + "> at line "
                                    + of.line() + " has domain " + text(own) + "."));
                    return;
                }
            }
        } else if (config.isMulticast()) {
            ClusterElement membership = config.membership();
            boolean named = membership.attribute("domain").isPresent();
            findings.accept(at(
                    config,
                    membership,
                    Severity.RISK,
                    named ? Certainty.CERTAIN : Certainty.LIKELY,
                    named
                            ? "The membership has a domain, and no DomainFilterInterceptor looks at it."
                            : "The membership has no domain: every Tomcat that uses the same group and port joins."));
        }
    }

    private static List<ClusterElement> domains(ClusterConfig config) {
        return config.staticMembership()
                .map(membership -> membership.children().stream()
                        .filter(one -> one.name().endsWith("Member"))
                        .toList())
                .orElseGet(() -> config.isMulticast() ? List.of(config.membership()) : List.of());
    }

    private static String text(String domain) {
        return domain.isEmpty() ? "none" : "\"" + domain + "\"";
    }
}
