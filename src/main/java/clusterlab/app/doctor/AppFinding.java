package clusterlab.app.doctor;

import java.util.Optional;

/**
 * One thing that was found in an application.
 *
 * @param rule id of its rule, as in docs/doctor.md
 * @param subject what it is about; with the rule it tells findings apart. For a field it is the path to it
 * @param what one sentence: what is there
 */
public record AppFinding(Rule rule, Severity severity, Certainty certainty, Place place, String subject, String what) {

    /**
     * Where it is.
     *
     * @param file path in the application, or of the source file below its source folder
     * @param line from 1, if it is known
     * @param member class and method, such as {@code demo.Store.add}; empty for a descriptor
     */
    public record Place(String file, Optional<Integer> line, String member) {
        static Place file(String file) {
            return new Place(file, Optional.empty(), "");
        }

        /** For people: {@code demo.Store.add:21}, or the file. */
        @Override
        public String toString() {
            return (member.isEmpty() ? file : member)
                    + line.map(number -> ":" + number).orElse("");
        }
    }

    /** A finding as severe as its rule says. */
    static AppFinding of(Rule rule, Certainty certainty, Place place, String subject, String what) {
        return new AppFinding(rule, rule.severity(), certainty, place, subject, what);
    }
}
