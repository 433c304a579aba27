package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** A receiver takes what anybody sends. */
final class NoEncryption extends ConfigRule {
    NoEncryption() {
        super("no-encryption", Severity.RISK);
    }

    @Override
    public String title() {
        return "No EncryptInterceptor on a network";
    }

    @Override
    public String effect() {
        return "Whoever reaches the receiver's port reads and changes sessions, and hands Java objects to the nodes.";
    }

    @Override
    public String see() {
        return "cluster-lab --cluster FILE: it says who could read and change sessions here.";
    }

    @Override
    public String mend() {
        return "Keep the receivers in a network of their own (VLAN, VPN, IPsec), and use EncryptInterceptor with "
                + "AES/GCM/NoPadding, which does not protect from denial of service. Since September 2026 Tomcat's "
                + "documentation recommends TLS between the nodes.";
    }

    @Override
    public String source() {
        return "security-howto: \"not safe to run a cluster on an insecure, untrusted network\"; CVE-2022-29885, "
                + "CVE-2026-95517; XByteBuffer.deserialize.";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        String address = ClusterConfig.value(
                config.receiver(), "address", ClusterConfig.value(config.receiver(), "host", "auto"));
        if (config.interceptor("EncryptInterceptor").isEmpty()
                && !address.startsWith("127.")
                && !address.equals("::1")) {
            findings.accept(at(
                    config,
                    config.receiver(),
                    Certainty.CERTAIN,
                    "The receiver listens at " + address + ", and no EncryptInterceptor protects what it gets."));
        }
    }
}
