package clusterlab.app.doctor;

import clusterlab.app.doctor.Application.Answer;
import clusterlab.app.doctor.ClassHeader.FieldHeader;
import java.io.Externalizable;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Follows the fields of what is in the session, generic collections included, to what can't be serialised. It believes
 * declared types, but for a private or final field that only ever gets new objects of one class: that class counts.
 */
final class FieldPaths {
    private static final int DEEPEST = 12;
    private static final int MOST = 20;

    /** Types looked at for one attribute; generic classes that contain themselves can make any number. */
    private static final int MOST_TYPES = 5_000;

    /** Interfaces and abstract classes of the JDK whose objects are practically never Serializable. */
    private static final Set<String> NEVER = Set.of(
            "java/sql/Connection",
            "java/sql/Statement",
            "java/sql/PreparedStatement",
            "java/sql/ResultSet",
            "java/io/InputStream",
            "java/io/OutputStream",
            "java/io/Reader",
            "java/io/Writer",
            "java/util/concurrent/ExecutorService",
            "java/util/concurrent/ScheduledExecutorService",
            "java/util/stream/Stream",
            "java/nio/file/Path");

    private final Application app;
    private final Summaries summaries;
    private final Map<String, String> reached = new LinkedHashMap<>();

    private final Map<List<Object>, List<Break>> results = new HashMap<>();
    private final Map<String, Boolean> unserializable = new HashMap<>();
    private final Map<String, List<ClassHeader>> subclasses = new HashMap<>();

    /** While one of several classes is looked at: it may never be in a session. Its own fields' subclasses are not looked at. */
    private boolean supposing;

    /** Class to the classes of the objects in its fields, as far as its code shows them. */
    private final Map<String, Map<String, String>> assigned = new HashMap<>();

    /**
     * Something that can't be written or read.
     *
     * @param path such as {@code cart.items[0].owner}
     * @param type internal name of the class
     * @param root whether it is the attribute itself
     * @param sure whether each object on the path is of exactly the class that is looked at
     * @param constructor whether it can be written, but lacks a superclass's constructor to be read
     */
    record Break(String path, String type, boolean root, boolean sure, boolean constructor) {}

    FieldPaths(Application app, Summaries summaries) {
        this.app = app;
        this.summaries = summaries;
    }

    /** Classes that were found in sessions so far, each with its path. */
    Map<String, String> reached() {
        return reached;
    }

    /**
     * What breaks the serialisation of an object.
     *
     * @param root name for the beginning of the paths
     * @param exact whether the object is of exactly this class
     */
    List<Break> of(String root, GenericType type, boolean exact) {
        List<Break> before = results.get(List.of(root, type, exact));
        if (before != null) {
            return before;
        }
        List<Break> found = new ArrayList<>();
        results.put(List.of(root, type, exact), found);
        visit(new Step(type, root, exact, exact), root, 0, new HashSet<>(), found);
        return found;
    }

    /**
     * What is looked at.
     *
     * @param exact whether the object is of exactly this class
     * @param sure whether that holds for all objects on the path
     */
    private record Step(GenericType type, String path, boolean exact, boolean sure) {
        private Step element(GenericType element, String suffix) {
            return new Step(element, path + suffix, false, false);
        }

        private Break ends(String root, String name, boolean surely, boolean constructor) {
            return new Break(path, name, path.equals(root), surely, constructor);
        }
    }

    private void visit(Step step, String root, int depth, Set<Object> seen, List<Break> found) {
        GenericType type = step.type();
        if (seen.size() > MOST_TYPES
                || depth > DEEPEST
                || found.size() >= MOST
                || type.variable()
                || type.name().equals("*")) {
            return;
        }
        if (type.dimensions() > 0) {
            visit(step.element(type.element(), "[0]"), root, depth + 1, seen, found);
            return;
        }
        if (type.isPrimitive() || !seen.add(type)) {
            return;
        }
        ClassHeader header = app.headers().get(type.name());
        if (header != null) {
            ofApplication(header, step, root, depth, seen, found);
            return;
        }
        Class<?> known = Application.jdk(type.name());
        if (known == null) {
            if (app.isSerializable(type.name()) == Answer.NO) {
                seen.remove(type);
                found.add(step.ends(root, type.name(), step.sure(), false));
            }
            return;
        }
        boolean open = known.isInterface()
                || Modifier.isAbstract(known.getModifiers())
                || (known == Object.class && !step.exact());
        if (open ? NEVER.contains(type.name()) : app.isSerializable(type.name()) == Answer.NO) {
            seen.remove(type);
            found.add(step.ends(root, type.name(), step.sure(), false));
        } else if (Collection.class.isAssignableFrom(known) && !type.arguments().isEmpty()) {
            visit(step.element(type.arguments().get(0), "[0]"), root, depth + 1, seen, found);
        } else if (Map.class.isAssignableFrom(known) && type.arguments().size() == 2) {
            visit(step.element(type.arguments().get(0), ".keySet()[0]"), root, depth + 1, seen, found);
            visit(step.element(type.arguments().get(1), ".values()[0]"), root, depth + 1, seen, found);
        }
    }

    private void ofApplication(
            ClassHeader header, Step step, String root, int depth, Set<Object> seen, List<Break> found) {
        Answer serializable = app.isSerializable(header.name());
        boolean exact = step.exact() || header.isFinal();
        if (serializable == Answer.NO
                && (exact
                        || unserializable.computeIfAbsent(header.name(), name -> mayOnlyHoldUnserializable(header)))) {
            // It may be in several fields, and each has its path.
            seen.remove(step.type());
            found.add(step.ends(root, header.name(), step.sure() || (depth == 0 && exact), false));
            return;
        }
        if (!exact && (header.isInterface() || header.isAbstract())) {
            ofSubclasses(header, step, root, depth, seen, found);
        }
        if (serializable != Answer.YES || header.isInterface()) {
            return;
        }
        if (!supposing) {
            reached.putIfAbsent(header.name(), step.path());
        }
        if (app.isA(header.name(), "java/lang/Enum") == Answer.YES
                || app.isA(header.name(), Externalizable.class.getName().replace('.', '/')) == Answer.YES
                || Stream.of("writeObject", "writeReplace", ClassHeader.SERIAL_FIELDS)
                        .anyMatch(header.serialMethods()::contains)) {
            return;
        }
        boolean proxies = !header.scopes().isEmpty();
        Map<String, GenericType> values = step.type().values(GenericType.parameters(header.signature()));
        @Nullable ClassHeader next = header;
        for (int level = 0; next != null && level < DEEPEST; level++) {
            if (app.isSerializable(next.name()) != Answer.YES) {
                if (!next.hasDefaultConstructor() && !next.isInterface()) {
                    found.add(step.ends(root, next.name(), step.sure(), true));
                }
                return;
            }
            for (FieldHeader field : next.fields()) {
                if (!field.isTransient() && !(proxies && field.injected())) {
                    Step inside = field(next, field, level == 0 ? values : Map.of(), step);
                    visit(inside, root, depth + 1, seen, found);
                }
            }
            next = next.superName() == null ? null : app.headers().get(next.superName());
        }
    }

    /**
     * An interface or an abstract class holds an object of one of its classes. If each of those breaks somewhere, so does the
     * session, and the first one is named.
     */
    private void ofSubclasses(
            ClassHeader header, Step step, String root, int depth, Set<Object> seen, List<Break> found) {
        List<ClassHeader> concrete = supposing ? List.of() : concrete(header.name());
        if (concrete.size() > MOST) {
            return;
        }
        List<Break> first = List.of();
        supposing = true;
        try {
            for (ClassHeader one : concrete) {
                List<Break> breaks = new ArrayList<>();
                Step inside = new Step(GenericType.ofClass(one.name()), step.path(), true, false);
                visit(inside, root, depth + 1, new HashSet<>(seen), breaks);
                if (breaks.isEmpty()) {
                    return;
                }
                first = first.isEmpty() ? breaks : first;
            }
        } finally {
            supposing = false;
        }
        first.forEach(one -> found.add(new Break(one.path(), one.type(), one.root(), false, one.constructor())));
    }

    /** The classes whose objects such a variable can hold; none if that can't be known, since it is no type of the application. */
    private List<ClassHeader> concrete(String type) {
        if (!app.code().containsKey(type)) {
            return List.of();
        }
        return subclasses.computeIfAbsent(type, name -> app.headers().values().stream()
                .filter(one -> !one.isInterface() && !one.isAbstract() && app.isA(one.name(), name) == Answer.YES)
                .sorted(Comparator.comparing(ClassHeader::name))
                .toList());
    }

    private Step field(ClassHeader owner, FieldHeader field, Map<String, GenericType> values, Step object) {
        GenericType type = GenericType.parse(field.signature() == null ? field.descriptor() : field.signature())
                .with(values);
        String path = object.path() + "." + field.name();
        String made = (field.access() & (Opcodes.ACC_PRIVATE | Opcodes.ACC_FINAL)) == 0 || type.dimensions() > 0
                ? null
                : assigned.computeIfAbsent(owner.name(), this::assignments).get(field.name());
        if (made == null) {
            return new Step(type, path, false, false);
        }
        boolean sameArguments = made.equals(type.name()) || Application.jdk(made) != null;
        List<GenericType> arguments = sameArguments ? type.arguments() : List.of();
        return new Step(new GenericType(made, false, 0, arguments), path, true, object.sure());
    }

    /** The fields of a class that only ever get new objects of one class, by its own code. */
    private Map<String, String> assignments(String owner) {
        Map<String, String> made = new HashMap<>();
        Set<String> others = new HashSet<>();
        ClassHeader header = app.headers().get(owner);
        ClassNode node = summaries.node(owner);
        if (header == null || node == null) {
            return Map.of();
        }
        for (MethodNode method : node.methods) {
            Optional<MethodFlow> flow = MethodFlow.of(app, summaries, header, method);
            if (flow.isEmpty() && method.instructions.size() > 0) {
                return Map.of();
            }
            flow.ifPresent(known -> {
                for (MethodFlow.FieldWrite write : known.fieldWrites()) {
                    FlowValue value = known.stack(write.at(), 0);
                    String name = write.field().name;
                    if (value == null || value.isNull() || !owner.equals(write.field().owner)) {
                        continue;
                    }
                    String type = value.type();
                    if (!value.exact()
                            || type == null
                            || !made.getOrDefault(name, type).equals(type)) {
                        others.add(name);
                    } else {
                        made.put(name, type);
                    }
                }
            });
        }
        made.keySet().removeAll(others);
        return made;
    }

    /** Whether no class of the application that such a field can hold is Serializable. */
    private boolean mayOnlyHoldUnserializable(ClassHeader header) {
        if (header.isInterface()) {
            return false;
        }
        boolean concrete = !header.isAbstract();
        for (ClassHeader other : app.headers().values()) {
            if (other.name().equals(header.name()) || app.isA(other.name(), header.name()) != Answer.YES) {
                continue;
            }
            if (app.isSerializable(other.name()) != Answer.NO) {
                return false;
            }
            concrete |= !other.isAbstract() && !other.isInterface();
        }
        return concrete;
    }
}
