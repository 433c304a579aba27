package clusterlab.replay;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The difference of two trees as a JSON Merge Patch (RFC 7396): maps are merged, null removes, all else replaces. */
final class MergePatch {
    private MergePatch() {}

    /** What makes {@code now} of {@code before}; empty if they are equal. */
    static Map<String, @Nullable Object> of(Map<?, ?> before, Map<?, ?> now) {
        Map<String, @Nullable Object> patch = new LinkedHashMap<>();
        now.forEach((key, value) -> {
            Object old = before.get(key);
            if (old == value || value.equals(old)) {
                return;
            }
            patch.put(
                    (String) key,
                    old instanceof Map<?, ?> one && value instanceof Map<?, ?> two ? of(one, two) : value);
        });
        for (Object key : before.keySet()) {
            if (!now.containsKey(key)) {
                patch.put((String) key, null);
            }
        }
        return patch;
    }

    /** The newer tree, in which each part that did not change is the same object as in the older one. */
    static Object shared(@Nullable Object before, Object now) {
        if (before != null && now.equals(before)) {
            return before;
        }
        if (before instanceof Map<?, ?> one && now instanceof Map<?, ?> two) {
            Map<Object, Object> shared = new LinkedHashMap<>();
            two.forEach((key, value) -> shared.put(key, shared(one.get(key), value)));
            return shared;
        }
        return now;
    }
}
