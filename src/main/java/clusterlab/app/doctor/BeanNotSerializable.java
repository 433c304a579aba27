package clusterlab.app.doctor;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** What a container keeps in the session, as an attribute. */
final class BeanNotSerializable extends Rule {
    BeanNotSerializable() {
        super("bean-not-serializable", Severity.LOSS);
    }

    @Override
    public String title() {
        return "A bean with the session's scope can't be serialised";
    }

    @Override
    public String effect() {
        return "The bean is an attribute of the session: it is refused with a 500, or the changes of its "
                + "requests are lost on the other nodes.";
    }

    @Override
    public String see() {
        return "cluster-lab verify APP";
    }

    @Override
    public String mend() {
        return "Let the bean and the classes of its fields implement java.io.Serializable; make fields "
                + "transient that are no state of the user.";
    }

    @Override
    void examine(Examination examination, Consumer<RuleFinding> findings) {
        for (Examination.Bean bean : examination.beans()) {
            for (FieldPaths.Break found :
                    examination.fields().of(bean.name(), GenericType.ofClass(bean.type()), true)) {
                findings.accept(RuleFinding.of(
                        this,
                        found.root() ? Certainty.CERTAIN : Certainty.LIKELY,
                        bean.place(),
                        found.path(),
                        found.path() + " (" + bean.by() + "): " + FieldNotSerializable.says(found)));
            }
        }
    }
}
