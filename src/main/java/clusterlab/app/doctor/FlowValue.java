package clusterlab.app.doctor;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.analysis.Value;

/**
 * What is known of a value in a variable or on the stack.
 *
 * @param words 1, or 2 for long and double
 * @param type internal name or descriptor of an array; null for a primitive value, the null reference and what is unknown
 * @param exact whether its class is exactly this one
 * @param signature with type arguments, if a declaration has some
 * @param constant the text, for a constant
 * @param isNull whether it is the null reference
 */
record FlowValue(
        int words,
        @Nullable String type,
        boolean exact,
        @Nullable String signature,
        @Nullable String constant,
        boolean isNull,
        Set<Origin> origins)
        implements Value {
    private static final int MOST_ORIGINS = 16;
    private static final String OBJECT = "java/lang/Object";

    static final FlowValue WORD = new FlowValue(1, null, false, null, null, false, Set.of());
    static final FlowValue TWO_WORDS = new FlowValue(2, null, false, null, null, false, Set.of());
    static final FlowValue NULL = new FlowValue(1, null, false, null, null, true, Set.of());

    static FlowValue of(Type type) {
        return switch (type.getSort()) {
            case Type.OBJECT, Type.ARRAY -> reference(type.getInternalName());
            case Type.LONG, Type.DOUBLE -> TWO_WORDS;
            default -> WORD;
        };
    }

    static FlowValue reference(String type) {
        return new FlowValue(1, type, false, null, null, false, Set.of());
    }

    @Override
    public int getSize() {
        return words;
    }

    FlowValue exactly() {
        return new FlowValue(words, type, true, signature, constant, isNull, origins);
    }

    FlowValue from(Set<Origin> others) {
        return others.isEmpty()
                ? this
                : new FlowValue(words, type, exact, signature, constant, isNull, join(origins, others));
    }

    FlowValue as(String newType) {
        return newType.equals(type) ? this : new FlowValue(words, newType, false, signature, null, isNull, origins);
    }

    FlowValue declared(@Nullable String generic) {
        return generic == null ? this : new FlowValue(words, type, exact, generic, constant, isNull, origins);
    }

    static FlowValue text(String constant) {
        return new FlowValue(1, "java/lang/String", true, null, constant, false, Set.of());
    }

    /** Origins of what is inside of this object. */
    Set<Origin> inside() {
        Set<Origin> parts = new HashSet<>();
        for (Origin origin : origins) {
            parts.add(origin.inside());
        }
        return parts;
    }

    boolean has(Origin.Kind kind) {
        return origins.stream().anyMatch(origin -> origin.kind() == kind);
    }

    /** What both can be; each step only gets vaguer, so that loops end. Returns this object if it is no more than that. */
    FlowValue or(FlowValue other) {
        if (equals(other)) {
            return this;
        }
        if (words != other.words) {
            return WORD;
        }
        if (isNull && !other.isNull) {
            return other.from(origins);
        }
        FlowValue merged = new FlowValue(
                words,
                other.isNull || (type != null && type.equals(other.type))
                        ? type
                        : type == null || other.type == null ? null : OBJECT,
                exact && (other.exact || other.isNull),
                other.signature == null || other.signature.equals(signature) ? signature : null,
                constant != null && constant.equals(other.constant) ? constant : null,
                isNull && other.isNull,
                join(origins, other.origins));
        return merged.equals(this) ? this : merged;
    }

    private static Set<Origin> join(Set<Origin> one, Set<Origin> other) {
        if (one.containsAll(other)) {
            return one;
        }
        Set<Origin> all = new HashSet<>(one);
        for (Origin origin : other) {
            if (all.size() < MOST_ORIGINS) {
                all.add(origin);
            }
        }
        return all;
    }
}
