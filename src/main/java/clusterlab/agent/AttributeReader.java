package clusterlab.agent;

import clusterlab.agent.AttributeLook.Problem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Looks at one value as replication does: it writes it with Java's serialization, reads the bytes with the application's class
 * loader, and writes what it has read again, so that what only differs in memory does not count. Code of the application runs
 * in it: writeObject, readObject and their like.
 */
final class AttributeReader {
    /** More than any session that is replicated with each request should have. */
    static final int MOST_BYTES = 2 << 20;

    private static final String MARK = "\u0000cluster-lab: not serializable: ";

    private static final Set<String> PRIMITIVES =
            Set.of("boolean", "byte", "char", "double", "float", "int", "long", "short", "void");

    private final ClassLoader loader;

    /** Reads with this class loader, the application's. */
    AttributeReader(ClassLoader loader) {
        this.loader = loader;
    }

    /**
     * Looks at a value.
     *
     * @param thorough whether to read it twice, to see whether its bytes are the same then
     */
    AttributeLook look(String name, Object value, boolean thorough, SessionTouches.Known known) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return new Draft(name, value, known).look(thorough);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * Tries to read a value that another node wrote.
     *
     * @return why it can't be read, or an empty text
     */
    String whyUnreadable(byte[] bytes) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            read(bytes);
            return "";
        } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
            return text(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** The bytes of a value, or null if it has none. */
    byte @Nullable [] bytes(Object value) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ObjectOutputStream out = new ObjectOutputStream(new Limited(bytes))) {
                out.writeObject(value);
            }
            return bytes.toByteArray();
        } catch (IOException | RuntimeException | StackOverflowError e) {
            return null;
        }
    }

    /** One look. */
    private final class Draft {
        private final String name;
        private final Object value;
        private final SessionTouches.Known known;
        private int size = -1;
        private String digest = "";
        private Problem problem = Problem.NONE;
        private String path = "";
        private String detail = "";

        private Draft(String name, Object value, SessionTouches.Known known) {
            this.name = name;
            this.value = value;
            this.known = known;
        }

        private AttributeLook look(boolean thorough) {
            read(thorough);
            String type = className(value);
            return new AttributeLook(
                    name,
                    type,
                    known.formerType(name),
                    listens(value.getClass()),
                    size,
                    digest,
                    known.sets(name),
                    known.setMillisAgo(name),
                    known.requestsSinceSet(name),
                    problem,
                    path,
                    detail);
        }

        private void read(boolean thorough) {
            byte[] written;
            Marking out = null;
            try {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                out = new Marking(new Limited(bytes));
                out.writeObject(value);
                out.flush();
                written = bytes.toByteArray();
            } catch (TooBigException e) {
                problem = Problem.TOO_BIG;
                return;
            } catch (NotSerializableException e) {
                // Thrown by a writeObject of the application: replaceObject comes before Java's own.
                wrong(Problem.NOT_SERIALIZABLE, name, String.valueOf(e.getMessage()));
                return;
            } catch (IOException | RuntimeException e) {
                wrong(Problem.NOT_SERIALIZABLE, name, last(out) + "; writing it ends with " + text(e));
                return;
            } catch (StackOverflowError e) {
                wrong(Problem.NOT_SERIALIZABLE, name, className(value) + "; it is nested too deeply");
                return;
            }
            if (out.marked) {
                SerialGraph.Place place = place(written);
                digest = digest(written);
                wrong(
                        Problem.NOT_SERIALIZABLE,
                        place == null ? name : place.path(),
                        place == null ? out.first : place.text().substring(MARK.length()));
                return;
            }
            size = written.length;
            try {
                digest = digest(again(written));
                if (thorough && !digest.equals(digest(again(written)))) {
                    problem = Problem.UNSTEADY;
                }
            } catch (IOException | ClassNotFoundException | RuntimeException | LinkageError e) {
                digest = digest(written);
                wrong(Problem.UNREADABLE, unreadable(written, e), text(e));
            }
        }

        private String last(@Nullable Marking out) {
            return out == null || out.last == null ? className(value) : className(out.last);
        }

        private void wrong(Problem what, String where, String why) {
            problem = what;
            path = where;
            detail = why;
        }

        private SerialGraph.@Nullable Place place(byte[] written) {
            try {
                return SerialGraph.read(written).string(name, text -> text.startsWith(MARK));
            } catch (IOException e) {
                return null;
            }
        }

        private String unreadable(byte[] written, Throwable why) {
            String type = why instanceof InvalidClassException
                    ? ((InvalidClassException) why).classname
                    : why instanceof ClassNotFoundException ? why.getMessage() : null;
            try {
                SerialGraph.Place place =
                        type == null ? null : SerialGraph.read(written).instance(name, type);
                return place == null ? name : place.path();
            } catch (IOException e) {
                return name;
            }
        }
    }

    private byte[] again(byte[] written) throws IOException, ClassNotFoundException {
        Object read = read(written);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(written.length);
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(read);
        }
        return bytes.toByteArray();
    }

    private Object read(byte[] written) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new Loading(new ByteArrayInputStream(written), loader)) {
            return in.readObject();
        }
    }

    private static String digest(byte[] written) {
        try {
            return SerialGraph.read(written).digest();
        } catch (IOException unknownForm) {
            CRC32 crc = new CRC32();
            crc.update(written);
            return String.format(Locale.ROOT, "%08x", crc.getValue());
        }
    }

    private static String className(Object value) {
        String name = value.getClass().getTypeName();
        // A lambda's number differs between JVMs.
        int lambda = name.indexOf("$$Lambda");
        return lambda < 0 ? name : name.substring(0, lambda) + "$$Lambda";
    }

    /** The class of a value, or the interface of one of the JDK's own lists, sets and maps, which change their classes. */
    static String family(Object value) {
        String type = className(value);
        if (type.startsWith("java.util.")) {
            for (Class<?> one : List.<Class<?>>of(List.class, Set.class, Map.class)) {
                if (one.isInstance(value)) {
                    return one.getName();
                }
            }
        }
        return type;
    }

    private static boolean listens(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            for (Class<?> one : each.getInterfaces()) {
                if (one.getName().endsWith(".servlet.http.HttpSessionBindingListener") || listens(one)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static String text(Throwable e) {
        String message = e.getMessage();
        return e.getClass().getSimpleName() + (message == null ? "" : ": " + message);
    }

    /** Writes a mark in place of what can't be written, and goes on, so that the way to it can be read from the stream. */
    private static final class Marking extends ObjectOutputStream {
        private boolean marked;
        private String first = "";
        private @Nullable Object last;

        private Marking(OutputStream out) throws IOException {
            super(out);
            enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object object) {
            if (object instanceof Serializable) {
                last = object;
                return object;
            }
            String type = className(object);
            first = marked ? first : type;
            marked = true;
            return MARK + type;
        }
    }

    private static final class TooBigException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Takes {@value #MOST_BYTES} bytes. */
    private static final class Limited extends OutputStream {
        private final ByteArrayOutputStream to;

        private Limited(ByteArrayOutputStream to) {
            this.to = to;
        }

        @Override
        public void write(int one) throws IOException {
            refuse(1);
            to.write(one);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            refuse(length);
            to.write(bytes, offset, length);
        }

        private void refuse(int more) throws TooBigException {
            if (to.size() + more > MOST_BYTES) {
                throw new TooBigException();
            }
        }
    }

    /** Finds classes as the manager does (ReplicationStream.resolveClass). */
    private static final class Loading extends ObjectInputStream {
        private final ClassLoader loader;

        private Loading(InputStream in, ClassLoader loader) throws IOException {
            super(in);
            this.loader = loader;
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass described) throws IOException, ClassNotFoundException {
            // Of other classes the superclass would find those of this agent's own class loader too.
            return PRIMITIVES.contains(described.getName())
                    ? super.resolveClass(described)
                    : Class.forName(described.getName(), false, loader);
        }

        @Override
        protected Class<?> resolveProxyClass(String[] names) throws ClassNotFoundException {
            Class<?>[] interfaces = new Class<?>[names.length];
            for (int i = 0; i < names.length; i++) {
                interfaces[i] = Class.forName(names[i], false, loader);
            }
            return Proxy.newProxyInstance(loader, interfaces, (proxy, method, arguments) -> null)
                    .getClass();
        }
    }
}
