package clusterlab.run;

import clusterlab.app.journey.Difference;
import clusterlab.app.journey.Journey;
import clusterlab.experiment.history.Times;
import clusterlab.run.Deviations.Doubt;
import java.util.List;
import java.util.Set;

/** Says what differed after a fault and is no finding. */
final class Sentences {
    private static final int LONGEST = 60;

    private final Journey journey;

    Sentences(Journey journey) {
        this.journey = journey;
    }

    /**
     * What differs without a fault too. Another text is noise; another status, redirect or session says that the application
     * goes different ways by itself.
     */
    void changedByItself(List<Doubt> doubts, Set<String> gaps, Set<String> notices) {
        List<Doubt> hard = doubts.stream()
                .filter(doubt -> doubt.difference().place().kind().isHard())
                .toList();
        List<Doubt> soft = doubts.stream()
                .filter(doubt -> !doubt.difference().place().kind().isHard())
                .toList();
        if (!hard.isEmpty()) {
            gaps.add("The application changes by itself: at the end, without a fault, "
                    + place(hard.get(0)) + " was not what it was at the beginning" + others(hard)
                    + ", so nothing can be said of it.");
        }
        if (!soft.isEmpty()) {
            notices.add("The application changed by itself: at the end, without a fault, " + place(soft.get(0))
                    + " was not what it was at the beginning" + others(soft) + ". It was not compared.");
        }
    }

    /** What no further round of the same fault showed, or what is no proof however often it is seen. */
    void doubtful(List<Doubt> doubts, Set<String> gaps, Set<String> notices) {
        List<Doubt> harmless = doubts.stream().filter(Doubt::isHarmless).toList();
        List<Doubt> addresses = doubts.stream()
                .filter(doubt -> !doubt.isHarmless() && doubt.difference().isQueryOfAddress())
                .toList();
        List<Doubt> rest = doubts.stream()
                .filter(doubt -> !doubt.isHarmless() && !doubt.difference().isQueryOfAddress())
                .toList();
        if (!addresses.isEmpty()) {
            gaps.add(differed(addresses)
                    + ": the query of an address, and nothing that a user reads. Only the application's author knows whether "
                    + "something was lost.");
        }
        if (!harmless.isEmpty()) {
            notices.add(differed(harmless)
                    + (harmless.get(0).difference().isClock()
                            ? ": a time or date, which is not counted."
                            : ", and no further round showed it again. It came in addition, so it is not counted."));
        }
        if (!rest.isEmpty()) {
            gaps.add(differed(rest)
                    + (rest.get(0).repeated()
                            ? ", and no further round showed it again: chance, or a loss that happens at times. Run it again."
                            : ", and no further round could show whether that was chance. Run it again."));
        }
    }

    private String differed(List<Doubt> doubts) {
        Doubt one = doubts.get(0);
        Difference difference = one.difference();
        return "After " + one.fault().of(one.node()) + " after "
                + journey.steps().get(one.after() - 1).name() + ", " + place(one) + " differed (expected "
                + side(difference.expected()) + ", got " + side(difference.got()) + ")" + others(doubts);
    }

    private String place(Doubt doubt) {
        return doubt.difference().place().words() + " of "
                + journey.steps().get(doubt.step() - 1).name();
    }

    private static String others(List<Doubt> doubts) {
        return doubts.size() == 1 ? "" : " (and " + Times.plural(doubts.size() - 1, "other place") + ")";
    }

    private static String side(String text) {
        String line = text.replaceAll("\\s+", " ").strip();
        return line.isEmpty() ? "nothing" : line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }
}
