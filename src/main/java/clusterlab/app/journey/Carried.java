package clusterlab.app.journey;

import clusterlab.app.journey.Facts.Place;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Values that are others in each session, and the same in all steps of one: a token, the number of an order. They are noise
 * between two walks ({@link Noise}), and within a walk they must not change. What is the same for all sessions of a node, as its
 * port or the time of its start, is not the session's. For one thread.
 */
public final class Carried {
    /** Shorter values, or fewer than {@link #MANY}, are equal by chance. */
    private static final int LONG = 4;

    private static final int MANY = 3;

    private final Noise noise;
    private final List<Way> ways = new ArrayList<>();
    private @Nullable Map<Word, Word> earlier;

    /** What a client saw in a walk. */
    private record Way(int walk, String node, Map<Word, String> values) {}

    /** A word of a text. */
    private record Word(int step, Place place, int words, int index) {}

    /** Knows none yet. */
    public Carried(Noise noise) {
        this.noise = noise;
    }

    /**
     * Learns from a client's walk without a fault; all walks have to be learned as noise before.
     *
     * @param number of the walk in which all clients went at once
     * @param node that answered it; empty if nobody knows
     * @param walk the answers, step by step
     */
    public void learn(int number, String node, List<Facts> walk) {
        Map<Word, String> values = values(walk);
        ways.add(new Way(number, node, values));
        Map<Word, Word> known = earlier;
        if (known == null) {
            known = pairs(values);
            earlier = known;
        } else {
            known.entrySet().removeIf(pair -> {
                String later = values.get(pair.getKey());
                return later == null || !later.equals(values.get(pair.getValue()));
            });
        }
    }

    private static Map<Word, Word> pairs(Map<Word, String> values) {
        Map<Word, Word> pairs = new LinkedHashMap<>();
        Map<String, Word> first = new HashMap<>();
        values.forEach((word, value) -> {
            Word before = first.putIfAbsent(value, word);
            if (before != null && before.step() < word.step()) {
                pairs.put(word, before);
            }
        });
        return pairs;
    }

    /**
     * Whether its values belong to sessions: two sessions of one node differ, at the same time if there were two at once, and
     * they are not equal by chance.
     */
    private boolean isTelling(Word word) {
        Set<String> all = new HashSet<>();
        Map<String, List<String>> atOnce = new HashMap<>();
        Map<String, List<String>> everOnNode = new HashMap<>();
        for (Way way : ways) {
            String value = String.valueOf(way.values().get(word));
            all.add(value);
            atOnce.computeIfAbsent(way.walk() + " " + way.node(), none -> new ArrayList<>())
                    .add(value);
            everOnNode.computeIfAbsent(way.node(), none -> new ArrayList<>()).add(value);
        }
        boolean wereTwoAtOnce = atOnce.values().stream().anyMatch(values -> values.size() > 1);
        return (wereTwoAtOnce ? atOnce : everOnNode)
                        .values().stream().anyMatch(values -> Set.copyOf(values).size() > 1)
                && (all.size() >= MANY || all.stream().allMatch(value -> value.length() >= LONG));
    }

    /** The words that are noise, in the order of the steps. */
    private Map<Word, String> values(List<Facts> walk) {
        Map<Word, String> values = new LinkedHashMap<>();
        for (int i = 0; i < walk.size(); i++) {
            int step = i + 1;
            walk.get(i).values().forEach((place, text) -> {
                BitSet noisy = noise.noisyWords(step, place, text);
                if (!noisy.isEmpty()) {
                    String[] words = Noise.words(place.kind(), text);
                    noisy.stream()
                            .forEach(index -> values.put(new Word(step, place, words.length, index), words[index]));
                }
            });
        }
        return values;
    }

    /**
     * The values that a walk with a fault carried from a step before it to this one, and that are others there. Times of day and
     * dates are none.
     *
     * @param walk the answers, step by step
     * @param after the last step before the fault
     * @param step after it
     */
    public List<Difference> broken(List<Facts> walk, int after, int step) {
        Map<Word, Word> known = earlier;
        if (known == null || known.isEmpty()) {
            return List.of();
        }
        Map<Word, String> values = values(walk.subList(0, step));
        Map<Place, Difference> broken = new LinkedHashMap<>();
        known.forEach((later, before) -> {
            String had = values.get(before);
            String has = values.get(later);
            if (later.step() == step && before.step() <= after && had != null && has != null && !had.equals(has)) {
                Difference difference = new Difference(later.place(), had, has);
                if (!difference.isClock() && isTelling(later)) {
                    broken.putIfAbsent(later.place(), difference);
                }
            }
        });
        return new ArrayList<>(broken.values());
    }
}
