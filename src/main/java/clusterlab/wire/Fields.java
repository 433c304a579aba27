package clusterlab.wire;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads a JSON object field by field. A field with null counts as missing. */
public record Fields(Map<String, Object> json) {
    /** Up to this value, a double is exact. */
    private static final double LARGEST_WHOLE = 1L << 53;

    /** Whether the field exists. */
    boolean has(String name) {
        return json.get(name) != null;
    }

    /** A text that is not empty. */
    String text(String name) throws MalformedException {
        if (json.get(name) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new MalformedException(name + " is required and must be a text.");
    }

    /** An object. */
    Fields object(String name) throws MalformedException {
        if (json.get(name) instanceof Map<?, ?> object) {
            Map<String, Object> fields = new LinkedHashMap<>();
            object.forEach((key, value) -> fields.put(String.valueOf(key), value));
            return new Fields(fields);
        }
        throw new MalformedException(name + " is required and must be an object.");
    }

    /** Any number. */
    double number(String name) throws MalformedException {
        if (json.get(name) instanceof Number number) {
            return number.doubleValue();
        }
        throw new MalformedException(name + (has(name) ? " must be a number." : " is required."));
    }

    /** A number without a fraction. */
    long whole(String name) throws MalformedException {
        double value = number(name);
        if (value != Math.rint(value) || Math.abs(value) > LARGEST_WHOLE) {
            throw new MalformedException(name + " must be a whole number.");
        }
        return (long) value;
    }

    /** A number from {@code least} to {@code most}. */
    double number(String name, double least, double most) throws MalformedException {
        double value = number(name);
        if (value < least || value > most) {
            throw new MalformedException(name + " must be a number from " + trim(least) + " to " + trim(most) + ".");
        }
        return value;
    }

    /** As {@link #number(String, double, double)}, without a fraction. */
    int whole(String name, int least, int most) throws MalformedException {
        number(name, least, most);
        return (int) whole(name);
    }

    /** True or false. */
    boolean truth(String name) throws MalformedException {
        if (json.get(name) instanceof Boolean truth) {
            return truth;
        }
        throw new MalformedException(name + " is required and must be true or false.");
    }

    /** Lists of names. */
    List<List<String>> lists(String name) throws MalformedException {
        List<List<String>> lists = new ArrayList<>();
        for (Object inner : list(name, json.get(name))) {
            List<String> names = new ArrayList<>();
            for (Object member : list(name, inner)) {
                if (!(member instanceof String text)) {
                    throw noLists(name);
                }
                names.add(text);
            }
            lists.add(names);
        }
        return lists;
    }

    private static List<?> list(String name, @Nullable Object value) throws MalformedException {
        if (value instanceof List<?> list) {
            return list;
        }
        throw noLists(name);
    }

    private static MalformedException noLists(String name) {
        return new MalformedException(name + " must be a list of lists of names.");
    }

    /** Refuses all other fields, so that a misspelt one is not ignored. */
    void only(Collection<String> known) throws MalformedException {
        if (!known.containsAll(json.keySet())) {
            throw new MalformedException(
                    "Unknown field; the known fields are " + String.join(", ", new TreeSet<>(known)) + ".");
        }
    }

    private static String trim(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
