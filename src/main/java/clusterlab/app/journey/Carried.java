package clusterlab.app.journey;

import clusterlab.app.journey.Facts.Place;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values that are others in each walk, and the same in all steps of one walk: the token of a session, the number of an order.
 * They are noise between two walks ({@link Noise}), and within a walk they must not change. For one thread.
 */
public final class Carried {
    /** Shorter ones are equal by chance. */
    private static final int LEAST_LENGTH = 4;

    private final Noise noise;
    private @Nullable Map<Word, Word> earlier;

    /** A word of a text. */
    private record Word(int step, Place place, int words, int index) {}

    /** Knows none yet. */
    public Carried(Noise noise) {
        this.noise = noise;
    }

    /**
     * Learns from a walk without a fault; all of them have to be learned as noise before.
     *
     * @param walk the answers of one client, step by step
     */
    public void learn(List<Facts> walk) {
        Map<Word, String> values = values(walk);
        Map<Word, Word> known = earlier;
        if (known == null) {
            earlier = pairs(values);
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
            if (before != null && before.step() < word.step() && value.length() >= LEAST_LENGTH) {
                pairs.put(word, before);
            }
        });
        return pairs;
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
     * The values that a walk with a fault carried from a step before it to this one, and that are others there.
     *
     * @param after the last step before the fault
     * @param step after it
     */
    public List<Difference> broken(List<Facts> walk, int after, int step) {
        Map<Word, Word> known = earlier;
        if (known == null || known.isEmpty()) {
            return List.of();
        }
        Map<Word, String> values = values(walk.subList(0, step));
        List<Difference> broken = new ArrayList<>();
        known.forEach((later, before) -> {
            String had = values.get(before);
            String has = values.get(later);
            if (later.step() == step && before.step() <= after && had != null && has != null && !had.equals(has)) {
                broken.add(new Difference(later.place(), had, has));
            }
        });
        return broken;
    }
}
