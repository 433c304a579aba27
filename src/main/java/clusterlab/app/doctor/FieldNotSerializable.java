package clusterlab.app.doctor;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** DeltaRequest.writeExternal fails as a whole: SimpleTcpCluster.send logs that and goes on. */
final class FieldNotSerializable extends Rule {
    FieldNotSerializable() {
        super("field-not-serializable", Severity.LOSS);
    }

    @Override
    public String title() {
        return "A field inside of an attribute can't be serialised";
    }

    @Override
    public String effect() {
        return "The page answers 200, and every change of that request is lost on the other nodes: one "
                + "line in the log says so.";
    }

    @Override
    public String see() {
        return "cluster-lab verify APP; cluster-lab --webapp APP shows the attributes that a copy lacks "
                + "in 'sessions'.";
    }

    @Override
    public String mend() {
        return "Let the field's class implement java.io.Serializable, or make the field transient and "
                + "fill it again when it is needed.";
    }

    @Override
    void examine(Examination examination, Consumer<RuleFinding> findings) {
        for (Examination.Attribute attribute : examination.attributes()) {
            String root = attribute.name().equals(Origin.COMPUTED)
                    ? ClassHeader.dotted(attribute.type().name())
                    : attribute.name();
            for (FieldPaths.Break found : examination.fields().of(root, attribute.type(), attribute.exact())) {
                if (!found.root()) {
                    findings.accept(RuleFinding.of(
                            this,
                            found.sure() ? Certainty.CERTAIN : Certainty.LIKELY,
                            attribute.place(),
                            found.path(),
                            found.path() + ": " + says(found)));
                }
            }
        }
    }

    static String says(FieldPaths.Break found) {
        String type = ClassHeader.dotted(found.type());
        return found.constructor()
                ? "its superclass " + type
                        + " is not Serializable and has no constructor without parameters, so that it"
                        + " can be written but never read."
                : type + " is not Serializable.";
    }
}
