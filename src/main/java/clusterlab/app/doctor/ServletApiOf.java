package clusterlab.app.doctor;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** A Tomcat up to 9.0 has javax.servlet, a later one jakarta.servlet. */
final class ServletApiOf extends Rule {
    ServletApiOf() {
        super("servlet-api", Severity.NOTE);
    }

    @Override
    public String title() {
        return "The application is written for javax.servlet";
    }

    @Override
    public String effect() {
        return "A Tomcat 10.1 or 11 finds none of its servlets: each page is a 404. The lab serves a converted copy there.";
    }

    @Override
    public String see() {
        return "cluster-lab --webapp APP --tomcat 9.0.117";
    }

    @Override
    public String mend() {
        return "Run it on Tomcat 9.0, or convert it with Apache's jakartaee-migration.";
    }

    @Override
    void examine(Examination examination, Consumer<RuleFinding> findings) {
        boolean javax = false;
        boolean jakarta = false;
        for (String name : examination.app().code().keySet()) {
            javax |= examination.mentions(name, "javax/servlet/");
            jakarta |= examination.mentions(name, "jakarta/servlet/");
        }
        if (javax && !jakarta) {
            findings.accept(RuleFinding.of(
                    this,
                    Certainty.CERTAIN,
                    RuleFinding.Place.file("WEB-INF/classes"),
                    "javax.servlet",
                    "Its classes use javax.servlet."));
        }
    }
}
