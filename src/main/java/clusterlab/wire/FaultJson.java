package clusterlab.wire;

import clusterlab.fault.Fault;
import clusterlab.fault.Nemesis;
import clusterlab.spec.NodeRuntime.TomcatHome;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Faults and their wire form: {@code type}, then the components of the fault's record. A new fault needs a change here
 * only if it has a component of a new type, or an optional component.
 */
final class FaultJson {
    /** A fault's record by its word: the record's name in lower case, see {@link Fault#type}. */
    private static final Map<String, Class<?>> TYPES = records(Fault.class)
            .collect(Collectors.toMap(
                    record -> record.getSimpleName().toLowerCase(Locale.ROOT),
                    Function.identity(),
                    (one, other) -> one,
                    LinkedHashMap::new));

    /** The readers of components, by Java type. */
    private static final Map<Class<?>, Reading> READINGS = Map.of(
            String.class,
            Fields::text,
            long.class,
            Fields::whole,
            double.class,
            Fields::number,
            List.class,
            Fields::lists,
            TomcatHome.class,
            FaultJson::tomcat);

    /** Optional components and their default values. */
    private static final Map<String, Object> DEFAULTS = Map.of("jitterMillis", 0L);

    private FaultJson() {}

    @FunctionalInterface
    private interface Reading {
        Object read(Fields json, String name) throws MalformedException;
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type)
                : Arrays.stream(type.getPermittedSubclasses()).flatMap(FaultJson::records);
    }

    /** The fault alone. */
    static Map<String, Object> write(Fault fault) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", fault.type());
        for (RecordComponent component : fault.getClass().getRecordComponents()) {
            try {
                Object value = component.getAccessor().invoke(fault);
                json.put(component.getName(), value instanceof TomcatHome tomcat ? json(tomcat) : value);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException(e);
            }
        }
        return json;
    }

    private static Map<String, Object> json(TomcatHome tomcat) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", tomcat.version());
        json.put("source", tomcat.source().toString());
        return json;
    }

    private static TomcatHome tomcat(Fields json, String name) throws MalformedException {
        Fields parts = json.object(name);
        parts.only(List.of("version", "source"));
        try {
            return new TomcatHome(parts.text("version"), Path.of(parts.text("source")));
        } catch (InvalidPathException e) {
            throw new MalformedException(name + ".source must be the path of a CATALINA_HOME, a tar.gz or a zip.");
        }
    }

    /** A fault in force; {@code untilMillis} is left out if it does not heal by itself. */
    static Map<String, Object> write(Nemesis.Active active) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", active.id());
        json.putAll(write(active.fault()));
        json.put("description", active.fault().description());
        json.put("sinceMillis", active.sinceMillis());
        active.untilMillis().ifPresent(until -> json.put("untilMillis", until));
        return json;
    }

    /** Reads a fault in force. */
    static Nemesis.Active readActive(Fields json) throws MalformedException {
        return new Nemesis.Active(
                json.text("id"),
                read(json),
                json.whole("sinceMillis"),
                json.has("untilMillis") ? Optional.of(json.whole("untilMillis")) : Optional.empty());
    }

    /**
     * Reads a fault, and refuses all other fields except these.
     *
     * @param besides names of further allowed fields
     */
    static Fault readOnly(Fields json, Collection<String> besides) throws MalformedException {
        Collection<String> known = new TreeSet<>(besides);
        known.add("type");
        for (RecordComponent component : type(json).getRecordComponents()) {
            known.add(component.getName());
        }
        json.only(known);
        return read(json);
    }

    private static Fault read(Fields json) throws MalformedException {
        Class<?> type = type(json);
        RecordComponent[] components = type.getRecordComponents();
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            values[i] = read(json, components[i]);
        }
        try {
            return (Fault) type.getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new))
                    .newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException invalid) {
                throw new MalformedException("Invalid fault: " + invalid.getMessage() + ".");
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object read(Fields json, RecordComponent component) throws MalformedException {
        Object fallback = DEFAULTS.get(component.getName());
        if (fallback != null && !json.has(component.getName())) {
            return fallback;
        }
        Reading reading = READINGS.get(component.getType());
        if (reading == null) {
            throw new IllegalStateException("no wire form of " + component);
        }
        return reading.read(json, component.getName());
    }

    private static Class<?> type(Fields json) throws MalformedException {
        Class<?> type = TYPES.get(json.text("type"));
        if (type == null) {
            throw new MalformedException("type must be one of " + String.join(", ", TYPES.keySet()) + ".");
        }
        return type;
    }
}
