package clusterlab.app.doctor;

import clusterlab.diagnosis.RuleFinding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Examines applications without starting them. */
public final class Doctor {
    private Doctor() {}

    /**
     * Examines a folder, a WAR or the WAR of a Spring Boot application. It takes seconds and writes nothing.
     *
     * @throws UnreadableAppException if it is no application, is damaged, or is larger than the options allow
     */
    public static Diagnosis examine(Path app, DoctorOptions options) throws UnreadableAppException {
        Application application = AppReader.read(app, options);
        Map<String, RuleFinding> found = new LinkedHashMap<>();
        new Examination(application).run(Rules.ALL, finding -> {
            RuleFinding former = found.putIfAbsent(finding.rule().id() + " " + finding.subject(), finding);
            if (former != null && finding.certainty().compareTo(former.certainty()) < 0) {
                found.put(finding.rule().id() + " " + finding.subject(), finding);
            }
        });
        List<RuleFinding> findings = new ArrayList<>(found.values());
        findings.sort(Comparator.comparing(RuleFinding::severity)
                .thenComparing(finding -> Rules.ALL.indexOf(finding.rule()))
                .thenComparing(RuleFinding::certainty)
                .thenComparing(RuleFinding::subject));
        return new Diagnosis(
                app.toAbsolutePath().normalize(),
                application.kind().word(),
                application.code().size(),
                application.libraries().size(),
                application.pages().size(),
                findings);
    }
}
