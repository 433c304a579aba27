package clusterlab.experiment.evidence;

import clusterlab.experiment.copies.CopySnapshot;
import clusterlab.experiment.copies.CopyState;
import clusterlab.experiment.copies.Polls;
import clusterlab.experiment.history.Elements;
import clusterlab.experiment.history.FaultRecord;
import clusterlab.experiment.history.History;
import clusterlab.experiment.history.Recorder;
import clusterlab.experiment.history.Seal;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a run left behind, as its file holds it.
 *
 * @param plan what was planned
 * @param history what clients asked and learned
 * @param faults as they were applied, in order
 * @param polls the copies that are kept of those before the last, in order
 * @param last the copies at the end, or {@link CopySnapshot#NOT_READ}
 * @param end how the run ended; empty if its file was cut off, so that nobody can say what it lacks
 */
public record Evidence(
        RunPlan plan,
        History history,
        List<FaultRecord> faults,
        List<CopySnapshot> polls,
        CopySnapshot last,
        Optional<RunEnd> end) {

    private static final String PLAN = "plan";
    private static final String FAULT = "fault";
    private static final String COPY = "copy";
    private static final String END = "end";

    /** Copies the lists. */
    public Evidence {
        faults = List.copyOf(faults);
        polls = List.copyOf(polls);
    }

    /** A fault as a line of the file. */
    public record FaultLine(
            String type,
            List<String> nodes,
            long at,
            long healedAt,
            boolean hitOwner,
            String detail,
            List<String> observed,
            List<String> unobserved,
            List<String> notBack) {}

    /**
     * A copy as a line of the file.
     *
     * @param look number of the look, from 0; the highest one is the last
     */
    public record CopyLine(
            int look,
            long at,
            int session,
            @Nullable String id,
            String node,
            String role,
            boolean present,
            long value,
            String digest,
            List<Integer> elements,
            Map<String, String> attributes) {}

    /** Writes the first line. */
    public static void write(Recorder to, RunPlan plan) throws IOException, InterruptedException {
        to.note(PLAN, plan);
    }

    /**
     * Writes what is known after the last request, and the end.
     *
     * @param last the copies at the end
     */
    public static void write(Recorder to, List<FaultRecord> faults, Polls polls, CopySnapshot last, RunEnd end)
            throws IOException, InterruptedException {
        for (FaultRecord fault : faults) {
            to.note(
                    FAULT,
                    new FaultLine(
                            fault.type(),
                            fault.nodes().stream().sorted().toList(),
                            fault.at(),
                            fault.healedAt(),
                            fault.hitOwner(),
                            fault.detail(),
                            fault.observed(),
                            fault.unobserved(),
                            fault.notBack()));
        }
        List<CopySnapshot> looks = new ArrayList<>(polls.kept());
        looks.add(last);
        for (int look = 0; look < looks.size(); look++) {
            for (CopyState copy : looks.get(look).copies()) {
                to.note(COPY, line(look, looks.get(look).at(), copy));
            }
        }
        to.note(END, end);
        to.seal();
    }

    private static CopyLine line(int look, long at, CopyState copy) {
        return new CopyLine(
                look,
                at,
                copy.session(),
                copy.sessionId(),
                copy.node(),
                copy.role().name(),
                copy.present(),
                copy.value(),
                copy.digest(),
                copy.elements().stream().boxed().toList(),
                copy.attributes());
    }

    /**
     * Reads a run's file.
     *
     * @throws IOException if it can't be read, is no such file, or was changed after it was written; the message is for the
     *     user
     */
    public static Evidence read(Path file) throws IOException {
        Seal.State seal = Seal.of(file);
        if (seal == Seal.State.BROKEN) {
            throw new IOException(file + " was changed after the run: its checksum does not fit, so it proves nothing;"
                    + " run the experiment again");
        }
        Lines lines = new Lines();
        History history;
        try {
            history = History.read(file, lines);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    file + " is damaged" + where(e) + ": " + plain(e.getOriginalMessage())
                            + "; run the experiment again",
                    e);
        } catch (IllegalArgumentException | NullPointerException e) {
            throw new IOException(
                    file + " is damaged: " + plain(e instanceof NullPointerException ? null : e.getMessage())
                            + "; run the experiment again",
                    e);
        }
        RunPlan plan = lines.plan;
        if (plan == null) {
            throw new IOException(file + " is no history of an experiment: it does not begin with a plan");
        }
        if (plan.format() != RunPlan.FORMAT) {
            throw new IOException(file + " has format " + plan.format() + ", this cluster-lab reads format "
                    + RunPlan.FORMAT + "; use the version that wrote it");
        }
        List<CopySnapshot> looks = new ArrayList<>();
        lines.copies.forEach((look, copies) -> looks.add(new CopySnapshot(lines.times.getOrDefault(look, 0L), copies)));
        CopySnapshot last = CopySnapshot.NOT_READ;
        // Without its last line nobody can say what else a file lacks.
        RunEnd end = seal == Seal.State.FITS ? lines.end : null;
        if (end != null) {
            // A look that found nothing has no line.
            boolean found = !looks.isEmpty() && looks.get(looks.size() - 1).at() == end.readAt();
            last = found ? looks.remove(looks.size() - 1) : new CopySnapshot(end.readAt(), List.of());
        }
        return new Evidence(plan, history, lines.faults, looks, last, Optional.ofNullable(end));
    }

    private static String where(JsonProcessingException failure) {
        return failure.getLocation() == null
                ? ""
                : " in line " + failure.getLocation().getLineNr();
    }

    /** Messages that name classes are for programmers. */
    private static String plain(@Nullable String message) {
        String line = message == null ? "" : message.lines().findFirst().orElse("");
        return line.isEmpty() || line.contains("clusterlab.") || line.contains("java.")
                ? "a field is missing or has a wrong value"
                : line;
    }

    private static final class Lines implements History.Notes {
        private @Nullable RunPlan plan;
        private @Nullable RunEnd end;
        private final List<FaultRecord> faults = new ArrayList<>();
        private final TreeMap<Integer, List<CopyState>> copies = new TreeMap<>();
        private final Map<Integer, Long> times = new TreeMap<>();

        @Override
        public void note(String name, JsonParser in) throws IOException {
            switch (name) {
                case PLAN -> plan = JSON.std.beanFrom(RunPlan.class, in);
                case END -> end = JSON.std.beanFrom(RunEnd.class, in);
                case FAULT -> {
                    FaultLine line = JSON.std.beanFrom(FaultLine.class, in);
                    faults.add(new FaultRecord(
                            line.type(),
                            Set.copyOf(line.nodes()),
                            line.at(),
                            line.healedAt(),
                            line.hitOwner(),
                            line.detail(),
                            line.observed(),
                            line.unobserved(),
                            line.notBack()));
                }
                case COPY -> {
                    CopyLine line = JSON.std.beanFrom(CopyLine.class, in);
                    times.put(line.look(), line.at());
                    copies.computeIfAbsent(line.look(), look -> new ArrayList<>())
                            .add(new CopyState(
                                    line.session(),
                                    line.id(),
                                    line.node(),
                                    CopyState.Role.valueOf(line.role()),
                                    line.present(),
                                    line.value(),
                                    Elements.of(line.elements().stream()
                                            .mapToInt(Integer::intValue)
                                            .toArray()),
                                    line.digest(),
                                    line.attributes()));
                }
                default -> in.skipChildren();
            }
        }
    }
}
