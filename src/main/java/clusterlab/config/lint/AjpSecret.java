package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** AJP trusts what the front says. */
final class AjpSecret extends ConfigRule {
    AjpSecret() {
        super("ajp-secret", Severity.RISK);
    }

    @Override
    public String title() {
        return "An AJP connector without a secret";
    }

    @Override
    public String effect() {
        return "Without a secret the connector does not start; with secretRequired=\"false\" anyone who reaches it "
                + "can be any user and read files of the application.";
    }

    @Override
    public String see() {
        return "cluster-lab --front httpd: its generated configuration has a secret on both sides.";
    }

    @Override
    public String mend() {
        return "Set secret on the AJP <Connector>, and the same one in workers.properties (worker.X.secret) or "
                + "ProxyPass (secret=, httpd 2.4.42 or newer).";
    }

    @Override
    public String source() {
        return "AbstractAjpProtocol.start: \"noSecret\" since 9.0.31; CVE-2020-1938 (Ghostcat).";
    }

    @Override
    void files(Examined examined, Consumer<RuleFinding> findings) {
        String file = examined.server().map(Examined.Document::name).orElse("");
        examined.each("Connector", connector -> {
            boolean ajp = ClusterConfig.value(connector, "protocol", "")
                    .toUpperCase(java.util.Locale.ROOT)
                    .contains("AJP");
            String secret =
                    ClusterConfig.value(connector, "secret", ClusterConfig.value(connector, "requiredSecret", ""));
            if (!ajp || !secret.isEmpty()) {
                return;
            }
            boolean open =
                    ClusterConfig.value(connector, "secretRequired", "true").equalsIgnoreCase("false");
            String address = ClusterConfig.value(connector, "address", "");
            boolean loopback = address.isEmpty()
                    || address.startsWith("127.")
                    || address.equals("::1")
                    || address.equals("localhost");
            if (!open) {
                findings.accept(at(
                        file,
                        connector,
                        severity(),
                        Certainty.CERTAIN,
                        "The AJP connector has no secret, so it does not start."));
            } else if (!loopback) {
                findings.accept(at(
                        file,
                        connector,
                        severity(),
                        Certainty.CERTAIN,
                        "The AJP connector at " + address + " asks for no secret."));
            }
        });
    }
}
