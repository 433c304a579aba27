package clusterlab.cluster.embedded;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** System properties of this JVM for the duration of a lab. Labs that run at the same time share them. */
final class SystemProperties implements AutoCloseable {
    private final Map<String, @Nullable String> before = new LinkedHashMap<>();

    /** Sets them. */
    SystemProperties(Map<String, String> wanted) {
        wanted.forEach((name, value) -> before.put(name, System.setProperty(name, value)));
    }

    /** Gives each its value of before. */
    @Override
    public void close() {
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
        before.clear();
    }
}
