package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.ClusterElement;
import java.util.Set;
import java.util.function.Consumer;

/** Without a usable key nothing starts. */
final class EncryptKey extends ConfigRule {
    EncryptKey() {
        super("encrypt-key", Severity.LOSS);
    }

    @Override
    public String title() {
        return "EncryptInterceptor without a usable key";
    }

    @Override
    public String effect() {
        return "The channel does not start, or sends nothing: the node has no cluster.";
    }

    @Override
    public String see() {
        return "cluster-lab --cluster FILE: the node does not start.";
    }

    @Override
    public String mend() {
        return "Set encryptionKey to 32, 48 or 64 hexadecimal digits (AES with 128, 192 or 256 bits), the same on "
                + "all nodes, best as ${name} with the value in catalina.properties.";
    }

    @Override
    public String source() {
        return "EncryptInterceptor.createEncryptionManager: \"key required\"; fromHexString; javax.crypto refuses "
                + "other lengths for AES.";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        for (ClusterElement one : config.interceptors()) {
            if (!one.simpleClassName().equals("EncryptInterceptor")) {
                continue;
            }
            String key = ClusterConfig.value(one, "encryptionKey", "");
            String algorithm = ClusterConfig.value(one, "encryptionAlgorithm", "AES");
            if (key.isEmpty()) {
                findings.accept(at(config, one, Certainty.CERTAIN, "EncryptInterceptor has no encryptionKey."));
            } else if (!key.contains("${") && !key.matches("([0-9A-Fa-f]{2})+")) {
                findings.accept(at(
                        config,
                        one,
                        Certainty.CERTAIN,
                        "The encryptionKey is not made of pairs of hexadecimal digits."));
            } else if (!key.contains("${")
                    && algorithm.startsWith("AES")
                    && !Set.of(32, 48, 64).contains(key.length())) {
                findings.accept(at(
                        config,
                        one,
                        Certainty.CERTAIN,
                        "The encryptionKey has " + key.length() + " digits, which is no key for AES."));
            }
        }
    }
}
