package clusterlab.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * When which node is hit: the same for the same seed. Pure; who applies it may be late, never early.
 *
 * @param steps one after the other, none overlapping
 */
public record Schedule(List<Step> steps) {
    /** About one kill in this time; a node needs a second or two to be back. */
    private static final Duration PER_KILL = Duration.ofSeconds(4);

    /** Between two deaths of a double failure: too short for anything to be rescued. */
    private static final Duration MOMENT = Duration.ofMillis(10);

    /** No fault. */
    public static final Schedule NONE = new Schedule(List.of());

    /** Copies the list. */
    public Schedule {
        steps = List.copyOf(steps);
    }

    /** What is done to nodes. */
    public enum Action {
        /** Crash, later start. */
        KILL,
        /** Graceful stop, later start. */
        STOP,
        /** Cut off from the others, later healed. */
        PARTITION;

        /** For people and reports. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * One fault.
     *
     * @param action what
     * @param nodes whom, by index from 0, in this order
     * @param at when, since the load began
     * @param gap from one node to the next
     * @param hold from the last node hit until all are started or healed
     */
    public record Step(Action action, List<Integer> nodes, Duration at, Duration gap, Duration hold) {
        /** Copies the list. */
        public Step {
            nodes = List.copyOf(nodes);
        }

        /** One line, with the nodes counted from 1. */
        public String describe() {
            return String.format(
                    Locale.ROOT,
                    "%.3f s %s %s, held %d ms",
                    at.toNanos() / 1e9,
                    action.word(),
                    nodes.stream().map(n -> "#" + (n + 1)).collect(Collectors.joining(" ")),
                    hold.toMillis());
        }
    }

    /**
     * Plans faults over a load.
     *
     * @param words of an experiment: {@code kill} (again and again), {@code kill kill} (two nodes within a moment),
     *     {@code restart} (each node in turn), {@code stop} (one node, for long), {@code partition} (one node against
     *     the rest); empty for none
     * @param nodes how many there are, 1 or more
     * @param length of the load
     * @throws IllegalArgumentException if the words are none of these
     */
    public static Schedule of(long seed, List<String> words, int nodes, Duration length) {
        if (words.isEmpty()) {
            return NONE;
        }
        Random random = new Random(seed);
        long millis = length.toMillis();
        List<Integer> order = new ArrayList<>(IntStream.range(0, nodes).boxed().toList());
        Collections.shuffle(order, random);
        List<Step> steps = new ArrayList<>();
        switch (String.join(" ", words)) {
            case "kill" -> {
                long kills = Math.max(1, millis / PER_KILL.toMillis());
                for (int i = 0; i < kills; i++) {
                    long slot = millis / kills;
                    steps.add(step(
                            Action.KILL,
                            List.of(random.nextInt(nodes)),
                            i * slot + part(slot, 0.2, 0.4, random),
                            part(slot, 0.1, 0.2, random)));
                }
            }
            case "kill kill" ->
                steps.add(step(
                        Action.KILL,
                        order.subList(0, Math.min(2, nodes)),
                        part(millis, 0.3, 0.5, random),
                        part(millis, 0.1, 0.15, random)));
            case "restart" -> {
                long slot = millis * 9 / 10 / nodes;
                for (int i = 0; i < nodes; i++) {
                    steps.add(step(
                            Action.STOP,
                            List.of(order.get(i)),
                            i * slot + part(slot, 0.2, 0.4, random),
                            part(slot, 0.05, 0.1, random)));
                }
            }
            case "stop" ->
                steps.add(step(
                        Action.STOP,
                        order.subList(0, 1),
                        part(millis, 0.15, 0.25, random),
                        part(millis, 0.3, 0.35, random)));
            // Long enough that both sides give each other up, which takes more than 3 s by default.
            case "partition" ->
                steps.add(step(
                        Action.PARTITION,
                        order.subList(0, 1),
                        part(millis, 0.1, 0.15, random),
                        part(millis, 0.5, 0.55, random)));
            default -> throw new IllegalArgumentException("no schedule of the faults " + words);
        }
        return new Schedule(steps);
    }

    private static Step step(Action action, List<Integer> nodes, long at, long hold) {
        return new Step(action, nodes, Duration.ofMillis(at), MOMENT, Duration.ofMillis(hold));
    }

    private static long part(long whole, double from, double to, Random random) {
        return Math.round(whole * (from + random.nextDouble() * (to - from)));
    }
}
