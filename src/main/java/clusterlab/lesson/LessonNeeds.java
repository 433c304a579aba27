package clusterlab.lesson;

import clusterlab.lesson.Lesson.Step;
import clusterlab.lesson.LessonCheck.Written;
import clusterlab.spec.HostSpec;
import clusterlab.spec.Topology;
import clusterlab.spec.Words;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** Whether a lab that runs has what the options of a lesson ask for. Pure. */
final class LessonNeeds {
    private LessonNeeds() {}

    /** The first option that this lab does not have, or empty. */
    static Optional<String> missing(Lesson lesson, Topology lab) {
        if (lesson.app().isPresent()) {
            return Optional.of("its own application");
        }
        if (lab.webapp().isPresent() || lab.host().target().isPresent()) {
            return Optional.of("the session counter");
        }
        if (lesson.options().stream().noneMatch("--preset"::equals)
                && !lab.preset().word().equals("lab")) {
            return Optional.of("--preset lab");
        }
        Iterator<String> words = lesson.options().iterator();
        while (words.hasNext()) {
            String option = words.next();
            boolean valueless = List.of("--process", "--no-sticky").contains(option);
            String value = valueless || !words.hasNext() ? "" : words.next();
            boolean has =
                    switch (option) {
                        case "--nodes" -> lab.nodes().size() == Integer.parseInt(value);
                        case "--preset" -> lab.preset().word().equals(value);
                        case "--manager" -> lab.manager().kind().word().equals(value);
                        case "--send-options" ->
                            Words.SEND_OPTIONS
                                    .value(value)
                                    .equals(Optional.of(lab.channel().sendOptions()));
                        case "--process" -> lab.host().kind() != HostSpec.Kind.JVM;
                        case "--no-sticky" -> !lab.balancer().sticky();
                        default -> false;
                    };
            if (!has) {
                return Optional.of((option + " " + value).strip());
            }
        }
        return Optional.empty();
    }

    /** The lesson with the folder filled into the paths of its checks. */
    static Lesson placed(Lesson lesson, Path folder) {
        return new Lesson(
                lesson.name(),
                lesson.title(),
                lesson.about(),
                lesson.options(),
                lesson.optionsLine(),
                lesson.app(),
                lesson.steps().stream().map(step -> placed(step, folder)).toList());
    }

    private static Step placed(Step step, Path folder) {
        return new Step(
                step.id(),
                step.title(),
                step.text(),
                step.question(),
                step.task(),
                step.checks().stream()
                        .map(check ->
                                check instanceof Written written ? new Written(folder.resolve(written.file())) : check)
                        .toList(),
                step.hint(),
                step.happened(),
                step.proofs());
    }
}
