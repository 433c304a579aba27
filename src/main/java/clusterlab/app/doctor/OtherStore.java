package clusterlab.app.doctor;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** Spring Session wraps the request; the container's session stays empty. */
final class OtherStore extends Rule {
    OtherStore() {
        super("other-store", Severity.NOTE);
    }

    @Override
    public String title() {
        return "Spring Session is inside";
    }

    @Override
    public String effect() {
        return "Its sessions are in its own store: Tomcat's replication has nothing to do, and that store "
                + "decides what survives.";
    }

    @Override
    public String see() {
        return "cluster-lab --webapp APP: 'sessions' stays empty.";
    }

    @Override
    public String mend() {
        return "Nothing, if the store is shared by all nodes; kill a node and see.";
    }

    @Override
    void examine(Examination examination, Consumer<RuleFinding> findings) {
        for (String library : examination.app().libraries()) {
            if (library.startsWith("spring-session-")) {
                findings.accept(RuleFinding.of(
                        this,
                        Certainty.LIKELY,
                        RuleFinding.Place.file("WEB-INF/lib/" + library),
                        "spring-session",
                        library + " keeps sessions in a store of its own."));
                return;
            }
        }
    }
}
