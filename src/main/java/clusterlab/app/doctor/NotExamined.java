package clusterlab.app.doctor;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;

/** What could not be read may hide any of the others. */
final class NotExamined extends Rule {
    NotExamined() {
        super("not-examined", Severity.NOTE);
    }

    @Override
    public String title() {
        return "A part of the application could not be examined";
    }

    @Override
    public String effect() {
        return "Nothing by itself: what is in there was not looked at.";
    }

    @Override
    public String see() {
        return "cluster-lab verify APP";
    }

    @Override
    public String mend() {
        return "Build the file again; then ask the doctor again.";
    }

    @Override
    void examine(Examination examination, Consumer<RuleFinding> findings) {
        Application app = examination.app();
        for (String file : app.damaged()) {
            findings.accept(RuleFinding.of(
                    this,
                    Certainty.CERTAIN,
                    RuleFinding.Place.file(file.substring(0, file.indexOf(" ("))),
                    file,
                    "It can't be read: " + file + "."));
        }
        for (String name : examination.damaged()) {
            findings.accept(RuleFinding.of(
                    this,
                    Certainty.CERTAIN,
                    RuleFinding.Place.file(name.replace('.', '/') + ".class"),
                    name,
                    "The code of " + name + " is no sound code."));
        }
        if (app.unseen() > 0) {
            findings.accept(RuleFinding.of(
                    this,
                    Certainty.CERTAIN,
                    RuleFinding.Place.file("WEB-INF"),
                    "unseen",
                    "The code of " + app.unseen() + " classes was not looked at: there are too many."));
        }
    }
}
