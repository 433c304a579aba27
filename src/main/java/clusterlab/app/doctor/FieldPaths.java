package clusterlab.app.doctor;

import clusterlab.app.doctor.Application.Answer;
import clusterlab.app.doctor.ClassHeader.FieldHeader;
import java.io.Externalizable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Follows the fields of what is in the session, generic collections included, to what can't be serialised. It believes
 * declared types: what only shows in a subclass or in a field of type Object is not found.
 */
final class FieldPaths {
    private static final int DEEPEST = 12;
    private static final int MOST = 20;

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
    private final Map<String, String> reached = new LinkedHashMap<>();

    /**
     * Something that can't be written or read.
     *
     * @param path such as {@code cart.items[0].owner}
     * @param type internal name of the class
     * @param root whether it is the attribute itself
     * @param sure whether the object is of exactly this class or of a final one
     * @param constructor whether it can be written, but lacks a superclass's constructor to be read
     */
    record Break(String path, String type, boolean root, boolean sure, boolean constructor) {}

    FieldPaths(Application app) {
        this.app = app;
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
        List<Break> found = new ArrayList<>();
        visit(type, root, root, exact, 0, new HashSet<>(), found);
        return found;
    }

    private void visit(
            GenericType type, String path, String root, boolean exact, int depth, Set<Object> seen, List<Break> found) {
        if (depth > DEEPEST
                || found.size() >= MOST
                || type.variable()
                || type.name().equals("*")) {
            return;
        }
        if (type.dimensions() > 0) {
            visit(type.element(), path + "[0]", root, exact && type.isPrimitive(), depth + 1, seen, found);
            return;
        }
        if (type.isPrimitive() || !seen.add(type)) {
            return;
        }
        ClassHeader header = app.headers().get(type.name());
        if (header != null) {
            ofApplication(header, type, path, root, exact, depth, seen, found);
            return;
        }
        Class<?> known = Application.jdk(type.name());
        if (known == null) {
            if (app.isSerializable(type.name()) == Answer.NO) {
                found.add(new Break(path, type.name(), path.equals(root), exact, false));
            }
            return;
        }
        boolean open = known.isInterface()
                || known == Object.class
                || java.lang.reflect.Modifier.isAbstract(known.getModifiers());
        if (open ? NEVER.contains(type.name()) : app.isSerializable(type.name()) == Answer.NO) {
            found.add(new Break(path, type.name(), path.equals(root), exact, false));
        } else if (Collection.class.isAssignableFrom(known) && !type.arguments().isEmpty()) {
            visit(type.arguments().get(0), path + "[0]", root, false, depth + 1, seen, found);
        } else if (Map.class.isAssignableFrom(known) && type.arguments().size() == 2) {
            visit(type.arguments().get(0), path + ".keySet()[0]", root, false, depth + 1, seen, found);
            visit(type.arguments().get(1), path + ".values()[0]", root, false, depth + 1, seen, found);
        }
    }

    private void ofApplication(
            ClassHeader header,
            GenericType type,
            String path,
            String root,
            boolean exact,
            int depth,
            Set<Object> seen,
            List<Break> found) {
        Answer serializable = app.isSerializable(header.name());
        if (serializable == Answer.NO) {
            boolean surely = exact || header.isFinal();
            if (surely || mayOnlyHoldUnserializable(header)) {
                found.add(new Break(path, header.name(), path.equals(root), surely, false));
            }
        }
        if (serializable != Answer.YES || header.isInterface()) {
            return;
        }
        reached.putIfAbsent(header.name(), path);
        if (app.isA(header.name(), "java/lang/Enum") == Answer.YES
                || app.isA(header.name(), Externalizable.class.getName().replace('.', '/')) == Answer.YES
                || Stream.of("writeObject", "writeReplace").anyMatch(header.serialMethods()::contains)) {
            return;
        }
        boolean proxies = !header.scopes().isEmpty();
        Map<String, GenericType> values = type.values(GenericType.parameters(header.signature()));
        @Nullable ClassHeader next = header;
        for (int level = 0; next != null && level < DEEPEST; level++) {
            if (app.isSerializable(next.name()) != Answer.YES) {
                if (!next.hasDefaultConstructor() && !next.isInterface()) {
                    found.add(new Break(path, next.name(), path.equals(root), exact, true));
                }
                return;
            }
            for (FieldHeader field : next.fields()) {
                if (!field.isTransient() && !(proxies && field.injected())) {
                    String declared = field.signature() == null ? field.descriptor() : field.signature();
                    GenericType fieldType = GenericType.parse(declared).with(level == 0 ? values : Map.of());
                    visit(fieldType, path + "." + field.name(), root, false, depth + 1, seen, found);
                }
            }
            next = next.superName() == null ? null : app.headers().get(next.superName());
        }
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
