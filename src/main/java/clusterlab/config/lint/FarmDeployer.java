package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.ClusterElement;
import java.util.Optional;
import java.util.function.Consumer;

/** Folders that do not fit each other, and the wrong container. */
final class FarmDeployer extends ConfigRule {
    FarmDeployer() {
        super("farm-deployer", Severity.RISK);
    }

    @Override
    public String title() {
        return "FarmWarDeployer that can't deploy";
    }

    @Override
    public String effect() {
        return "An application that is put into the watched folder of one node does not run on the others, or not "
                + "at all.";
    }

    @Override
    public String see() {
        return "Put a WAR into the watchDir of one node, and look at the webapps of the others.";
    }

    @Override
    public String mend() {
        return "Put the <Cluster> into the <Host>; let deployDir be the appBase of the Host, and watchDir and "
                + "tempDir other folders; switch watchEnabled on at one node.";
    }

    @Override
    public String source() {
        return "FarmWarDeployer.start: hostOnly (SEVERE, and it returns); messageReceived moves the WAR into "
                + "deployDir and asks HostConfig to check its appBase.";
    }

    @Override
    void cluster(ClusterConfig config, Consumer<RuleFinding> findings) {
        Optional<ClusterElement> deployer = config.cluster().child("Deployer").filter(one -> one.simpleClassName()
                .equals("FarmWarDeployer"));
        if (deployer.isEmpty()) {
            return;
        }
        if (config.isOfEngine()) {
            findings.accept(at(
                    config,
                    deployer.get(),
                    Certainty.CERTAIN,
                    "FarmWarDeployer stands in the <Cluster> of an <Engine>, where it only logs SEVERE."));
            return;
        }
        String deploy = folder(deployer.get(), "deployDir");
        String watch = folder(deployer.get(), "watchDir");
        String temp = folder(deployer.get(), "tempDir");
        if (!deploy.isEmpty() && (deploy.equals(watch) || deploy.equals(temp))) {
            findings.accept(at(
                    config,
                    deployer.get(),
                    Certainty.CERTAIN,
                    "deployDir is also " + (deploy.equals(watch) ? "watchDir" : "tempDir") + " of FarmWarDeployer."));
        }
        String base = config.host()
                .map(host -> ClusterConfig.value(host, "appBase", "webapps"))
                .orElse("");
        if (!base.isEmpty() && !last(deploy).equals(last(base))) {
            findings.accept(at(
                    config,
                    deployer.get(),
                    Certainty.LIKELY,
                    "deployDir of FarmWarDeployer is " + deploy + ", and the Host deploys from " + base + "."));
        }
    }

    private static String folder(ClusterElement deployer, String name) {
        return ClusterConfig.value(deployer, name, "").replaceAll("/+$", "");
    }

    private static String last(String folder) {
        return folder.replaceAll("/+$", "").replaceAll(".*/", "");
    }
}
