package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.ClusterElement;
import clusterlab.spec.TomcatVersion;
import java.util.Optional;
import java.util.function.Consumer;

/** Modes and versions whose protection has holes. */
final class WeakEncryption extends ConfigRule {
    WeakEncryption() {
        super("weak-encryption", Severity.RISK);
    }

    @Override
    public String title() {
        return "EncryptInterceptor with a weak mode, or of a Tomcat in which it is broken";
    }

    @Override
    public String effect() {
        return "What is between the nodes can be read or changed by someone who is on the network.";
    }

    @Override
    public String see() {
        return "The versions are in Tomcat's changelog and in the CVE records.";
    }

    @Override
    public String mend() {
        return "Set encryptionAlgorithm=\"AES/GCM/NoPadding\", and use the latest version of its line.";
    }

    @Override
    public String source() {
        return "CVE-2026-29146 (padding oracle, up to 9.0.115, 10.1.52, 11.0.18), CVE-2026-34486 "
                + "(EncryptInterceptor.messageReceived passes on what it can't decrypt: 9.0.116, 10.1.53, 11.0.20), "
                + "replay protection since 9.0.119, 10.1.56, 11.0.23, AES/GCM as default since 9.0.121, 10.1.58, "
                + "11.0.25 (changelog), CVE-2026-95517 (up to 10.1.61 and 11.0.27).";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        Optional<ClusterElement> encrypt = config.interceptor("EncryptInterceptor");
        if (encrypt.isEmpty()) {
            return;
        }
        Optional<TomcatVersion> tomcat = config.tomcat();
        boolean gcmByDefault =
                tomcat.map(version -> since(version, 121, 58, 25)).orElse(false);
        String algorithm = ClusterConfig.value(
                encrypt.get(), "encryptionAlgorithm", gcmByDefault ? "AES/GCM/NoPadding" : "AES/CBC/PKCS5Padding");
        boolean gcm = algorithm.toUpperCase(java.util.Locale.ROOT).contains("/GCM/");
        if (tomcat.isPresent() && broken(tomcat.get())) {
            findings.accept(at(
                    config,
                    encrypt.get(),
                    Certainty.CERTAIN,
                    "EncryptInterceptor of Tomcat " + tomcat.get()
                            + " passes messages on that it can't decrypt (CVE-2026-34486): it protects from nothing."));
        } else if (tomcat.isPresent() && !gcm && !since(tomcat.get(), 116, 53, 19)) {
            findings.accept(at(
                    config,
                    encrypt.get(),
                    Certainty.CERTAIN,
                    "EncryptInterceptor of Tomcat " + tomcat.get() + " with " + algorithm
                            + " has a padding oracle (CVE-2026-29146)."));
        } else if (!gcm) {
            findings.accept(at(
                    config,
                    encrypt.get(),
                    encrypt.get().attribute("encryptionAlgorithm").isPresent() ? Certainty.CERTAIN : Certainty.LIKELY,
                    "The algorithm is " + algorithm
                            + (encrypt.get().attribute("encryptionAlgorithm").isPresent()
                                    ? ""
                                    : ", the default of Tomcats before 9.0.121, 10.1.58 and 11.0.25")
                            + ": messages can be changed without the key."));
        } else if (tomcat.isPresent() && !since(tomcat.get(), 119, 56, 23)) {
            findings.accept(at(
                    config,
                    encrypt.get(),
                    Severity.NOTE,
                    Certainty.CERTAIN,
                    "EncryptInterceptor of Tomcat " + tomcat.get()
                            + " accepts a message again that was recorded; later ones have a replayWindowTime."));
        } else if (tomcat.isPresent() && !since(tomcat.get(), 124, 62, 28)) {
            findings.accept(at(
                    config,
                    encrypt.get(),
                    Severity.NOTE,
                    Certainty.LIKELY,
                    "CVE-2026-95517 names further weaknesses of EncryptInterceptor up to 10.1.61 and 11.0.27, and Tomcat "
                            + tomcat.get() + " is older than those that correct them."));
        }
    }

    /** Whether a version is this one of its line or a later one; a line that is not known is later. */
    private static boolean since(TomcatVersion version, int nine, int ten, int eleven) {
        return switch (version.line()) {
            case "9.0" -> version.patch() >= nine;
            case "10.1" -> version.patch() >= ten;
            case "11.0" -> version.patch() >= eleven;
            default -> version.major() > 10;
        };
    }

    private static boolean broken(TomcatVersion version) {
        return switch (version.line()) {
            case "9.0" -> version.patch() == 116;
            case "10.1" -> version.patch() == 53;
            case "11.0" -> version.patch() == 19 || version.patch() == 20;
            default -> false;
        };
    }
}
