package clusterlab.diagnosis;

import java.util.Optional;

/**
 * One thing that was found.
 *
 * @param subject what it is about; with the rule it tells findings apart. For a field it is the path to it
 * @param what one sentence: what is there
 */
public record RuleFinding(
        RuleText rule, Severity severity, Certainty certainty, Place place, String subject, String what) {

    /**
     * Where it is.
     *
     * @param file path in what was examined, or of the source file below its source folder
     * @param line from 1, if it is known
     * @param member class and method, such as {@code demo.Store.add}, or an element; empty for a whole file
     */
    public record Place(String file, Optional<Integer> line, String member) {
        public static Place file(String file) {
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
    public static RuleFinding of(RuleText rule, Certainty certainty, Place place, String subject, String what) {
        return new RuleFinding(rule, rule.severity(), certainty, place, subject, what);
    }
}
