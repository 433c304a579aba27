package clusterlab.cli.console;

import clusterlab.cluster.NodeView;
import clusterlab.spec.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Completes words, names of nodes, faults and sessions. */
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
            // Then there is nothing to complete with.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What may come after these words. */
    List<String> after(List<String> before) throws ActionException, InterruptedException {
        if (before.isEmpty()) {
            return Arrays.stream(Word.values()).map(Word::text).toList();
        }
        Word word = Word.of(before.get(0)).orElse(null);
        int given = before.size() - 1;
        if (word == null || before.get(given).equals("for")) {
            return List.of();
        }
        List<String> more = new ArrayList<>(
                switch (word) {
                    case KILL, STOP, START, RESTART, REMOVE, DRAIN, UNDRAIN, ISOLATE -> nodes(before, given == 0);
                    case DELAY, LOSS, DROP -> nodes(before, given < 2);
                    case PARTITION -> nodes(before, true);
                    case SESSION ->
                        given == 0
                                ? lab.sessions(0, SESSIONS).sessions().stream()
                                        .map(session -> session.id())
                                        .toList()
                                : List.of();
                    case HEAL ->
                        given == 0
                                ? lab.look().faults().stream()
                                        .map(LabView.FaultLine::id)
                                        .toList()
                                : List.of();
                    case STICKY -> given == 0 ? Words.STICKY.all() : List.of();
                    case LOAD -> given == 0 ? List.of("16", "off") : List.of();
                    case HELP -> given == 0 ? after(List.of()) : List.of();
                    default -> List.of();
                });
        if (word == Word.PARTITION && given > 0 && !before.get(given).equals("|")) {
            more.add("|");
        }
        if (Stream.of(Word.PARTITION, Word.ISOLATE, Word.DELAY, Word.LOSS, Word.DROP)
                        .anyMatch(word::equals)
                && !before.contains("for")
                && given >= (word == Word.DELAY || word == Word.LOSS ? 3 : word == Word.DROP ? 2 : 1)) {
            more.add("for");
        }
        return more;
    }

    /** The nodes that were not named yet. */
    private List<String> nodes(List<String> before, boolean wanted) throws ActionException, InterruptedException {
        return wanted
                ? lab.look().nodes().stream()
                        .map(NodeView::spec)
                        .map(spec -> spec.name())
                        .filter(name -> !before.contains(name))
                        .toList()
                : List.of();
    }
}
