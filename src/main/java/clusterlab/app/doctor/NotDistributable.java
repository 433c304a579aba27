package clusterlab.app.doctor;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** WebXml.merge joins all descriptors with AND, and the flag of conf/web.xml counts for nothing. */
final class NotDistributable extends Rule {
    NotDistributable() {
        super("distributable-missing", Severity.LOSS);
    }

    @Override
    public String title() {
        return "`<distributable/>` is missing in WEB-INF/web.xml";
    }

    @Override
    public String effect() {
        return "Tomcat gives the application an ordinary manager: no session is on a second node.";
    }

    @Override
    public String see() {
        return "cluster-lab --webapp APP warns at its start; with --distributable it is switched on in "
                + "spite of the application.";
    }

    @Override
    public String mend() {
        return "Write <distributable/> into WEB-INF/web.xml; the one of conf/web.xml does nothing.";
    }

    @Override
    void examine(Examination examination, Consumer<RuleFinding> findings) {
        boolean there =
                examination.app().descriptor().map(Descriptor::distributable).orElse(false);
        if (!there) {
            boolean none = examination.app().descriptor().isEmpty();
            findings.accept(new RuleFinding(
                    this,
                    examination.mayUseSessions() ? severity() : Severity.NOTE,
                    Certainty.CERTAIN,
                    RuleFinding.Place.file("WEB-INF/web.xml"),
                    "web.xml",
                    none ? "There is no WEB-INF/web.xml." : "WEB-INF/web.xml has no <distributable/>."));
        }
    }
}
