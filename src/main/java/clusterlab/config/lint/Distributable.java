package clusterlab.config.lint;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import clusterlab.spec.ClusterElement;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Only the application itself can switch its replication on. */
final class Distributable extends ConfigRule {
    Distributable() {
        super("distributable", Severity.RISK);
    }

    @Override
    public String title() {
        return "<distributable/> where it does nothing, or an application without it";
    }

    @Override
    public String effect() {
        return "Tomcat gives an application without it an ordinary manager: no session of it is on a second node.";
    }

    @Override
    public String see() {
        return "cluster-lab doctor APP, for an application";
    }

    @Override
    public String mend() {
        return "Write <distributable/> into WEB-INF/web.xml of the application; cluster-lab doctor looks at its "
                + "libraries, too.";
    }

    @Override
    public String source() {
        return "ContextConfig sets the flag of the default fragment (conf/web.xml) to true, and WebXml.merge only "
                + "ands it.";
    }

    @Override
    void files(Examined examined, Consumer<RuleFinding> findings) {
        examined.web()
                .filter(web -> web.root().child("distributable").isPresent())
                .ifPresent(web -> findings.accept(at(
                        web.name(),
                        web.root().child("distributable").get(),
                        severity(),
                        Certainty.CERTAIN,
                        "conf/web.xml has <distributable/>, which switches nothing on.")));
        for (Apps.App app : Apps.of(examined)) {
            if (!app.distributable()) {
                findings.accept(at(
                        app.descriptor(),
                        new ClusterElement("web-app", Map.of(), List.of(), app.line()),
                        severity(),
                        Certainty.CERTAIN,
                        "The application " + app.name() + " has no <distributable/>."));
            }
        }
    }
}
