package clusterlab.experiment.verdict;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the checkers found in a run: a verdict on losses, and one on the service.
 *
 * @param status the worst of the verdicts on losses: drives the exit code
 * @param sentence its reason: what was found, or why there is no verdict, or what was checked
 * @param verdicts one for each checker, in the order in which they ran
 */
public record Judgement(Status status, String sentence, List<Verdict> verdicts) {

    /** Copies the list. */
    public Judgement {
        verdicts = List.copyOf(verdicts);
    }

    public static Judgement of(List<Verdict> verdicts) {
        List<Verdict> loss = of(verdicts, Aspect.LOSS);
        Status status = worst(loss).orElse(Status.UNKNOWN);
        String said = status == Status.VALID
                ? reasons(loss.stream()
                        .filter(v -> v.figures().stream().anyMatch(f -> f.sense() == Figure.Sense.LOSS))
                        .toList())
                : "";
        return new Judgement(status, said.isEmpty() ? sentence(loss, status) : said, verdicts);
    }

    /** The worst of the verdicts on the service, which the exit code leaves out; empty if no checker judged it. */
    public Optional<Status> service() {
        return worst(of(verdicts, Aspect.SERVICE));
    }

    /** The reason of {@link #service}; empty if no checker judged it. */
    public String serviceSentence() {
        List<Verdict> service = of(verdicts, Aspect.SERVICE);
        return worst(service).map(status -> sentence(service, status)).orElse("");
    }

    /** The logical sessions that lost something: those of a finding of an INVALID verdict on losses. */
    public Set<Integer> harmed() {
        return of(verdicts, Aspect.LOSS).stream()
                .filter(v -> v.status() == Status.INVALID)
                .flatMap(v -> v.harmed().stream())
                .collect(Collectors.toSet());
    }

    private static List<Verdict> of(List<Verdict> verdicts, Aspect aspect) {
        return verdicts.stream().filter(v -> v.aspect() == aspect).toList();
    }

    private static Optional<Status> worst(List<Verdict> verdicts) {
        return verdicts.stream().map(Verdict::status).reduce(Status::worse);
    }

    private static String sentence(List<Verdict> verdicts, Status status) {
        List<Verdict> decisive =
                verdicts.stream().filter(v -> v.status() == status).toList();
        return decisive.isEmpty()
                ? "Nothing was checked."
                : status == Status.UNKNOWN
                        ? "No verdict, because "
                                + lower(asSentence(decisive.get(0).reason()))
                        : reasons(decisive);
    }

    private static String reasons(List<Verdict> verdicts) {
        return verdicts.stream().map(v -> asSentence(v.reason())).collect(Collectors.joining(" "));
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
