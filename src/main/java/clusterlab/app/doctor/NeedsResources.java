package clusterlab.app.doctor;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Each node needs them, and one JVM has one global naming context. */
final class NeedsResources extends Rule {
    NeedsResources() {
        super("jndi", Severity.NOTE);
    }

    @Override
    public String title() {
        return "The application asks for JNDI resources";
    }

    @Override
    public String effect() {
        return "A node without them does not start the application, or its pages fail.";
    }

    @Override
    public String see() {
        return "cluster-lab verify APP --context-xml FILE, with a <Resource> for each name in FILE.";
    }

    @Override
    public String mend() {
        return "Define the resources on each node: in META-INF/context.xml, or in the lab with --context-xml FILE.";
    }

    @Override
    void examine(Examination examination, Consumer<RuleFinding> findings) {
        Set<String> names = new TreeSet<>();
        examination.app().descriptor().ifPresent(web -> names.addAll(web.resources()));
        if (!names.isEmpty()) {
            findings.accept(finding(
                    RuleFinding.Place.file("WEB-INF/web.xml"),
                    "web.xml",
                    "It asks JNDI for " + String.join(", ", names) + ".",
                    Certainty.CERTAIN));
        }
        for (String name : new TreeSet<>(examination.app().code().keySet())) {
            if (examination.mentions(name, "java:comp/env") || examination.mentions(name, "/annotation/Resource;")) {
                RuleFinding.Place place = examination.app().place(name);
                findings.accept(finding(place, name, place.member() + " asks JNDI for a resource.", Certainty.LIKELY));
            }
        }
    }

    private RuleFinding finding(RuleFinding.Place place, String subject, String what, Certainty certainty) {
        return RuleFinding.of(this, certainty, place, subject, what);
    }
}
