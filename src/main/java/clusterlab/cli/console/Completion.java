package clusterlab.cli.console;

import clusterlab.cluster.ApplicationView;
import clusterlab.cluster.NodeView;
import clusterlab.cluster.attributes.Alarm;
import clusterlab.lesson.LessonView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Completes words, and the names of nodes, faults and sessions; the labels of the words' arguments give the kind of
 * name.
 */
final class Completion implements Completer {
    private static final int SESSIONS = 100;

    private final LabActions lab;

    Completion(LabActions lab) {
        this.lab = lab;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        List<String> before = line.words().subList(0, line.wordIndex());
        try {
            after(before).forEach(word -> candidates.add(new Candidate(word)));
        } catch (ActionException e) {
            // Without the lab's names there is no completion.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The possible next words after these words. */
    List<String> after(List<String> before) throws ActionException, InterruptedException {
        if (before.isEmpty()) {
            return PromptWords.names();
        }
        CommandSpec word =
                PromptWords.find(before.get(0)).map(CommandLine::getCommandSpec).orElse(null);
        List<String> given = before.subList(1, before.size());
        if (word == null || given.stream().anyMatch(word.optionsMap()::containsKey)) {
            return List.of();
        }
        List<String> more = new ArrayList<>();
        for (PositionalParamSpec argument : word.positionalParameters()) {
            if (argument.index().contains(given.size())) {
                more.addAll(values(argument.paramLabel()));
            }
        }
        more.removeAll(given);
        if (PromptWords.takesGroups(word)
                && !given.isEmpty()
                && !given.get(given.size() - 1).equals("|")) {
            more.add("|");
        }
        if (given.size()
                >= word.positionalParameters().stream()
                        .filter(argument -> argument.required())
                        .count()) {
            more.addAll(word.optionsMap().keySet());
        }
        return more;
    }

    private List<String> values(String label) throws ActionException, InterruptedException {
        return switch (label) {
            case "NODE", "NODE… | NODE…" ->
                lab.look().nodes().stream()
                        .map(NodeView::spec)
                        .map(spec -> spec.name())
                        .toList();
            case "FAULT" ->
                lab.look().faults().stream().map(LabView.FaultLine::id).toList();
            case "APPLICATION" ->
                lab.applications().stream().map(ApplicationView::name).toList();
            case "ALARM" -> lab.alarms().stream().map(Alarm::id).toList();
            case "ID" ->
                lab.sessions(0, SESSIONS).sessions().stream()
                        .map(session -> session.id())
                        .toList();
            case "LESSON" -> lab.lessons().stream().map(LessonView.Entry::name).toList();
            case "WORD" -> PromptWords.names();
            default ->
                Stream.of(label.split(" \\| "))
                        .filter(choice -> choice.equals(choice.toLowerCase(Locale.ROOT)))
                        .toList();
        };
    }
}
