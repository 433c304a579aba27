package clusterlab.run;

import clusterlab.Lab;
import clusterlab.cluster.ApplicationView;
import clusterlab.cluster.BootException;
import clusterlab.cluster.RefusedException;
import clusterlab.experiment.workload.Release;
import clusterlab.http.HttpAnswer;
import clusterlab.http.HttpConnection;
import clusterlab.spec.NodeSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts the first version of the trial application on all nodes of a lab, and the second one while it is used. */
final class Releaser {
    private static final String SECOND = "2";

    private final Lab lab;
    private final Release release;

    Releaser(Lab lab, Release release) {
        this.lab = lab;
        this.release = release;
    }

    private Path war(int version) throws IOException {
        Path war = lab.folder().path().resolve("trial-" + version + ".war");
        TrialApp.write(war, version, version == 1 || release.sameClass());
        return war;
    }

    /** Deploys the first version, and lets each node compile its page. */
    void first() throws IOException, RefusedException, BootException, InterruptedException {
        ApplicationView deployed = lab.control()
                .deploy(war(1), release.file(1), Optional.empty())
                .what()
                .application();
        if (!deployed.isEverywhere()) {
            throw new BootException("The application of the experiment does not run on every node: " + deployed
                    + "; the nodes' logs say why.");
        }
        for (NodeSpec node : lab.topology().nodes()) {
            get(node, "/experiment.jsp?op=read");
        }
    }

    /** Deploys the second version over the FarmWarDeployer; returns when it is on each node that is up. */
    void second() throws IOException, RefusedException, BootException, InterruptedException {
        lab.control().deploy(war(2), release.file(2), Optional.empty());
    }

    /** Gives a node that does not run the second version, which its next start deploys. */
    void replaceOn(String node) throws IOException, RefusedException, BootException {
        lab.cluster().farm().replace(node, war(2), release.file(2));
    }

    /** What a client without a session is served by each node: whether that is the second version, a clause for each node. */
    Observer.Seen versions() {
        Observer.Seen seen = new Observer.Seen(new ArrayList<>(), new ArrayList<>());
        for (NodeSpec node : lab.topology().nodes()) {
            String version = version(node);
            boolean second = version.equals(SECOND);
            List<String> to = second ? seen.present() : seen.absent();
            to.add(node.name() + (second ? " serves version 2" : " serves " + version + " instead of version 2"));
        }
        return seen;
    }

    /** Whether a node serves the second version; a clause that says what it serves instead, or empty. */
    Optional<String> lacks(String node) {
        String version = version(lab.topology().node(node));
        return version.equals(SECOND)
                ? Optional.empty()
                : Optional.of(node + " came back with " + version + " instead of version 2");
    }

    private static String version(NodeSpec node) {
        try {
            HttpAnswer answer = get(node, TrialApp.VERSION);
            return answer.status() == 200 ? answer.body().strip() : "HTTP " + answer.status();
        } catch (IOException e) {
            return "nothing";
        }
    }

    private static HttpAnswer get(NodeSpec node, String page) throws IOException {
        try (HttpConnection client = new HttpConnection(URI.create(node.httpUrl()))) {
            client.send(Release.PATH + page, null);
            return client.receive();
        }
    }
}
