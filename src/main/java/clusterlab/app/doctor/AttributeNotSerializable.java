package clusterlab.app.doctor;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** StandardSession.setAttribute refuses such a value in an application with distributable. */
final class AttributeNotSerializable extends Rule {
    AttributeNotSerializable() {
        super("attribute-not-serializable", Severity.LOSS);
    }

    @Override
    public String title() {
        return "An attribute's class is not Serializable";
    }

    @Override
    public String effect() {
        return "setAttribute throws IllegalArgumentException, and the page is a 500; without "
                + "<distributable/> the attribute is on one node only.";
    }

    @Override
    public String see() {
        return "cluster-lab verify APP, or cluster-lab --webapp APP and the page that sets it.";
    }

    @Override
    public String mend() {
        return "Let the class implement java.io.Serializable, or keep only what the session needs, such " + "as an id.";
    }

    @Override
    void examine(Examination examination, Consumer<RuleFinding> findings) {
        for (Examination.Attribute attribute : examination.attributes()) {
            String path = attribute.name().equals(Origin.COMPUTED)
                    ? ClassHeader.dotted(attribute.type().name())
                    : attribute.name();
            for (FieldPaths.Break found : examination.fields().of(path, attribute.type(), attribute.exact())) {
                if (found.root()) {
                    findings.accept(finding(found, attribute.place()));
                }
            }
        }
        for (Application.Page page : examination.app().pages()) {
            Scriptlets scriptlets = Scriptlets.of(page);
            for (Scriptlets.Sets set : scriptlets.sets()) {
                if (scriptlets.declaresUnserializable(set.written())) {
                    findings.accept(RuleFinding.of(
                            this,
                            Certainty.LIKELY,
                            scriptlets.place(set.at()),
                            set.name(),
                            set.name() + ": " + set.written() + ", a class of this page, is not Serializable."));
                }
            }
        }
    }

    private RuleFinding finding(FieldPaths.Break found, RuleFinding.Place place) {
        return RuleFinding.of(
                this,
                found.sure() ? Certainty.CERTAIN : Certainty.LIKELY,
                place,
                found.path(),
                found.path() + ": " + FieldNotSerializable.says(found));
    }
}
