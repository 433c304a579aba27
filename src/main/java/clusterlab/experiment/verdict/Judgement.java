package clusterlab.experiment.verdict;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the checkers found in a run.
 *
 * @param status the worst of the verdicts
 * @param sentence the reason: what was found, or why there is no verdict, or what was checked
 * @param verdicts one for each checker, in the order in which they ran
 */
public record Judgement(Status status, String sentence, List<Verdict> verdicts) {

    /** Copies the list. */
    public Judgement {
        verdicts = List.copyOf(verdicts);
    }

    public static Judgement of(List<Verdict> verdicts) {
        Status status = verdicts.isEmpty() ? Status.UNKNOWN : Status.VALID;
        for (Verdict verdict : verdicts) {
            status = status.worse(verdict.status());
        }
        Status worst = status;
        List<String> reasons = verdicts.stream()
                .filter(v -> v.status() == worst)
                .map(v -> asSentence(v.reason()))
                .toList();
        String sentence =
                switch (status) {
                    case INVALID -> String.join(" ", reasons);
                    case UNKNOWN ->
                        reasons.isEmpty() ? "Nothing was checked." : "No verdict, because " + lower(reasons.get(0));
                    case VALID ->
                        verdicts.stream()
                                .filter(v -> v.figures().stream().anyMatch(f -> f.sense() == Figure.Sense.LOSS))
                                .map(v -> asSentence(v.reason()))
                                .collect(Collectors.joining(" "));
                };
        return new Judgement(status, sentence.isEmpty() ? String.join(" ", reasons) : sentence, verdicts);
    }

    /** The verdict of this checker. */
    public Optional<Verdict> of(String checker) {
        return verdicts.stream().filter(v -> v.checker().equals(checker)).findFirst();
    }

    /** The figure of this key, from the first checker that measured it. */
    public Optional<Figure> figure(String key) {
        return verdicts.stream().flatMap(v -> v.figure(key).stream()).findFirst();
    }

    /** All findings of all checkers, checker by checker. */
    public List<Finding> findings() {
        return verdicts.stream().flatMap(v -> v.findings().stream()).toList();
    }

    public static String lower(String sentence) {
        return Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
    }

    static String asSentence(String reason) {
        String begun = Character.toUpperCase(reason.charAt(0)) + reason.substring(1);
        return begun.endsWith(".") ? begun : begun + ".";
    }
}
