package clusterlab.app.doctor;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** DeltaRequest sends an attribute as a whole whenever it is set. */
final class LargeAttribute extends Rule {
    LargeAttribute() {
        super("large-attribute", Severity.RISK);
    }

    @Override
    public String title() {
        return "An attribute holds raw bytes, such as a file";
    }

    @Override
    public String effect() {
        return "All of it goes to the other nodes with each setAttribute, and with each node that joins.";
    }

    @Override
    public String see() {
        return "cluster-lab --webapp APP, then 'sessions' shows the bytes of each session.";
    }

    @Override
    public String mend() {
        return "Keep the content in a file or a database that all nodes reach, and its key in the " + "session.";
    }

    @Override
    void examine(Examination examination, Consumer<RuleFinding> findings) {
        for (Examination.Attribute attribute : examination.attributes()) {
            if (attribute.type().dimensions() == 1 && attribute.type().name().equals("B")) {
                findings.accept(RuleFinding.of(
                        this,
                        Certainty.GUESS,
                        attribute.place(),
                        attribute.name(),
                        "The attribute " + attribute.name() + " is an array of bytes."));
            }
        }
    }
}
