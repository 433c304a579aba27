package clusterlab.agent;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.ObjectStreamConstants;
import java.io.StreamCorruptedException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The objects of one serialized value, read from the bytes alone: no class is loaded, no field is opened by reflection (Java
 * Object Serialization Specification, chapter 6). It gives the way to each object, and a digest that is the same for two
 * copies of a value though their hash maps iterate in another order, or share objects that the other copy has twice.
 *
 * <p>The digest colours each object by its class, its own values and the colours of the objects that it holds, several times
 * over, so that cycles do no harm (Weisfeiler and Leman's refinement); members of hash maps and sets count without an order.
 */
final class SerialGraph {
    /** Colours reach so far; a changed value counts anyway, wherever it is. */
    private static final int ROUNDS = 6;

    private static final int MOST_NODES = 200_000;

    /** Deeper values are not read. ObjectOutputStream needs more of the stack for each level. */
    private static final int DEEPEST = 1_500;

    private static final int MOST_TRIES = 8;

    /** Their members have no order, and their other values (capacity) say nothing of the content. */
    private static final Set<String> HASHED = Set.of(
            "java.util.HashMap",
            "java.util.HashSet",
            "java.util.Hashtable",
            "java.util.IdentityHashMap",
            "java.util.concurrent.ConcurrentHashMap");

    /** Subclasses of those that keep an order. */
    private static final Set<String> LINKED = Set.of("java.util.LinkedHashMap", "java.util.LinkedHashSet");

    /** Their own data are a key and its value in turn. */
    private static final Set<String> MAPS = Set.of(
            "java.util.HashMap",
            "java.util.Hashtable",
            "java.util.IdentityHashMap",
            "java.util.TreeMap",
            "java.util.EnumMap",
            "java.util.concurrent.ConcurrentHashMap",
            "java.util.concurrent.ConcurrentSkipListMap");

    /** The form of {@code List.of}, {@code Set.of} and {@code Map.of}; its tag says which. */
    private static final String IMMUTABLE = "java.util.CollSer";

    private static final int IMMUTABLE_SET = 2;
    private static final int IMMUTABLE_MAP = 3;

    /** Fields that a class computes from its others when it is asked for something, and writes with them. */
    private static final Map<String, Set<String>> COMPUTED = Map.of(
            "java.net.URL", Set.of("hashCode"),
            "java.util.Calendar", Set.of("fields", "isSet", "areFieldsSet", "isTimeSet", "nextStamp"));

    private final ByteBuffer in;
    private final Set<String> withoutFields;
    private final Set<String> ownWriters = new LinkedHashSet<>();
    /** Node or Description, by handle. */
    private final List<Object> handles = new ArrayList<>();

    private final List<Node> nodes = new ArrayList<>();
    private final Node root;
    private int depth;

    private SerialGraph(byte[] bytes, Set<String> withoutFields) throws IOException {
        in = ByteBuffer.wrap(bytes);
        this.withoutFields = withoutFields;
        try {
            if (in.getShort() != ObjectStreamConstants.STREAM_MAGIC
                    || in.getShort() != ObjectStreamConstants.STREAM_VERSION) {
                throw new StreamCorruptedException("no serialized object");
            }
            root = value(null, "");
            if (in.hasRemaining()) {
                throw new StreamCorruptedException("more than one object");
            }
        } catch (BufferUnderflowException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new Misread(e, ownWriters);
        } catch (StreamCorruptedException e) {
            throw new Misread(e, ownWriters);
        }
    }

    /** The bytes can't be what they were taken for. */
    private static final class Misread extends IOException {
        private static final long serialVersionUID = 1L;

        private final transient Set<String> ownWriters;

        private Misread(Exception cause, Set<String> ownWriters) {
            super(cause);
            this.ownWriters = ownWriters;
        }
    }

    /**
     * Reads the bytes of one object.
     *
     * @throws IOException if they are too many, too deep, or can't be read without the classes
     */
    static SerialGraph read(byte[] bytes) throws IOException {
        try {
            return new SerialGraph(bytes, Set.of());
        } catch (Misread e) {
            // A writeObject that does not write the default fields leaves no trace in the stream: assume so of each in
            // turn.
            List<Set<String>> tries = new ArrayList<>();
            e.ownWriters.forEach(one -> tries.add(Set.of(one)));
            tries.add(e.ownWriters);
            for (Set<String> without : tries.subList(0, Math.min(MOST_TRIES, tries.size()))) {
                try {
                    return new SerialGraph(bytes, without);
                } catch (Misread again) {
                    e.addSuppressed(again);
                }
            }
            throw e;
        }
    }

    /** One object, string, array or enum constant. */
    private static final class Node {
        private final String type;
        private final @Nullable Node parent;
        private final String label;
        private @Nullable String text;
        private long content;
        private final List<Node> parts = new ArrayList<>(2);
        private final List<Node> members = new ArrayList<>(0);
        private int group = 1;
        private long colour;
        private long next;

        private Node(String type, @Nullable Node parent, String label) {
            this.type = type;
            this.parent = parent;
            this.label = label;
        }

        private void add(long value) {
            content = mix(content, value);
        }

        private void start() {
            colour = mix(hash(type), content);
            if (text != null) {
                colour = mix(colour, hash(text));
            }
            content = colour;
        }

        private void step() {
            long mixed = content;
            for (Node part : parts) {
                mixed = mix(mixed, part.colour);
            }
            long sum = 0;
            for (int i = 0; i + group <= members.size(); i += group) {
                long one = 17;
                for (int j = i; j < i + group; j++) {
                    one = mix(one, members.get(j).colour);
                }
                sum += one;
            }
            next = mix(mixed, sum);
        }
    }

    private static final class Description {
        private final String name;
        private int flags;
        private final List<String> primitives = new ArrayList<>();
        private final List<String> objects = new ArrayList<>();
        private @Nullable Description parent;

        private Description(String name) {
            this.name = name;
        }
    }

    private Node node(String type, @Nullable Node parent, String label) throws IOException {
        if (nodes.size() == MOST_NODES) {
            throw new IOException("too many objects");
        }
        Node node = new Node(type, parent, label);
        nodes.add(node);
        return node;
    }

    private Node value(@Nullable Node parent, String label) throws IOException {
        if (++depth > DEEPEST) {
            throw new IOException("too deep");
        }
        try {
            byte tag = in.get();
            switch (tag) {
                case ObjectStreamConstants.TC_NULL:
                    return node("null", parent, label);
                case ObjectStreamConstants.TC_REFERENCE:
                    Object before = handle();
                    if (!(before instanceof Node)) {
                        throw new StreamCorruptedException("a class description as a value");
                    }
                    return (Node) before;
                case ObjectStreamConstants.TC_STRING:
                case ObjectStreamConstants.TC_LONGSTRING:
                    return string(tag, parent, label);
                case ObjectStreamConstants.TC_CLASS:
                    Description described = description();
                    Node type = node("java.lang.Class", parent, label);
                    type.text = described == null ? "" : described.name;
                    handles.add(type);
                    return type;
                case ObjectStreamConstants.TC_ARRAY:
                    return array(parent, label);
                case ObjectStreamConstants.TC_ENUM:
                    Node constant = node(named(description()).name, parent, label);
                    handles.add(constant);
                    constant.text = value(constant, "").text;
                    return constant;
                case ObjectStreamConstants.TC_OBJECT:
                    return object(parent, label);
                default:
                    throw new StreamCorruptedException("unexpected tag " + tag);
            }
        } finally {
            depth--;
        }
    }

    private Object handle() {
        return handles.get(in.getInt() - ObjectStreamConstants.baseWireHandle);
    }

    private static Description named(@Nullable Description described) throws StreamCorruptedException {
        if (described == null) {
            throw new StreamCorruptedException("no class");
        }
        return described;
    }

    private Node string(byte tag, @Nullable Node parent, String label) throws IOException {
        Node node = node("java.lang.String", parent, label);
        handles.add(node);
        if (tag == ObjectStreamConstants.TC_STRING) {
            node.text = utf();
        } else {
            long length = in.getLong();
            if (length < 0 || length > in.remaining()) {
                throw new StreamCorruptedException("a string without its end");
            }
            take(node, (int) length);
        }
        return node;
    }

    private String utf() throws IOException {
        int length = 2 + (in.getShort(in.position()) & 0xffff);
        if (length > in.remaining()) {
            throw new StreamCorruptedException("a string without its end");
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return new DataInputStream(new ByteArrayInputStream(bytes)).readUTF();
    }

    private void take(Node node, int bytes) throws IOException {
        if (bytes < 0 || bytes > in.remaining()) {
            throw new StreamCorruptedException("less than its length");
        }
        int i = bytes;
        for (; i >= 8; i -= 8) {
            node.add(in.getLong());
        }
        for (; i > 0; i--) {
            node.add(in.get());
        }
    }

    private @Nullable Description description() throws IOException {
        byte tag = in.get();
        switch (tag) {
            case ObjectStreamConstants.TC_NULL:
                return null;
            case ObjectStreamConstants.TC_REFERENCE:
                Object before = handle();
                if (!(before instanceof Description)) {
                    throw new StreamCorruptedException("a value as a class description");
                }
                return (Description) before;
            case ObjectStreamConstants.TC_CLASSDESC:
                Description described = new Description(utf());
                in.getLong();
                handles.add(described);
                described.flags = in.get();
                fields(described);
                annotation(null, described);
                described.parent = description();
                return described;
            case ObjectStreamConstants.TC_PROXYCLASSDESC:
                int at = handles.size();
                handles.add("");
                List<String> interfaces = new ArrayList<>();
                for (int count = in.getInt(); count > 0; count--) {
                    interfaces.add(utf());
                }
                Description proxy = new Description("proxy of " + String.join(", ", interfaces));
                proxy.flags = ObjectStreamConstants.SC_SERIALIZABLE;
                handles.set(at, proxy);
                annotation(null, proxy);
                proxy.parent = description();
                return proxy;
            default:
                throw new StreamCorruptedException("unexpected tag " + tag);
        }
    }

    private void fields(Description of) throws IOException {
        for (int count = in.getShort(); count > 0; count--) {
            char type = (char) in.get();
            String name = utf();
            if (type == '[' || type == 'L') {
                of.objects.add(name);
                value(null, "");
            } else {
                of.primitives.add(type + name);
            }
        }
    }

    private Node array(@Nullable Node parent, String label) throws IOException {
        Description described = named(description());
        Node node = node(described.name, parent, label);
        handles.add(node);
        int length = in.getInt();
        char element = described.name.charAt(1);
        if (element == '[' || element == 'L') {
            for (int i = 0; i < length; i++) {
                node.parts.add(value(node, "[" + i + "]"));
            }
        } else {
            node.add(length);
            take(node, Math.multiplyExact(length, width(element)));
        }
        return node;
    }

    private static int width(char type) throws IOException {
        switch (type) {
            case 'B':
            case 'Z':
                return 1;
            case 'C':
            case 'S':
                return 2;
            case 'I':
            case 'F':
                return 4;
            case 'J':
            case 'D':
                return 8;
            default:
                throw new StreamCorruptedException("no type " + type);
        }
    }

    private Node object(@Nullable Node parent, String label) throws IOException {
        Description described = named(description());
        Node node = node(described.name, parent, label);
        handles.add(node);
        Deque<Description> classes = new ArrayDeque<>();
        boolean linked = false;
        for (Description each = described; each != null; each = each.parent) {
            classes.push(each);
            linked |= LINKED.contains(each.name);
        }
        for (Description each : classes) {
            boolean written = (each.flags & ObjectStreamConstants.SC_WRITE_METHOD) != 0;
            boolean external = (each.flags & ObjectStreamConstants.SC_EXTERNALIZABLE) != 0;
            if (external && (each.flags & ObjectStreamConstants.SC_BLOCK_DATA) == 0) {
                throw new IOException("protocol 1 of Externalizable");
            }
            if (!external) {
                if (written
                        && !each.name.startsWith("java.")
                        && !(each.objects.isEmpty() && each.primitives.isEmpty())) {
                    ownWriters.add(each.name);
                }
                if (!(written && withoutFields.contains(each.name))) {
                    defaultFields(node, each);
                }
            }
            if (HASHED.contains(each.name) && !linked) {
                node.group = MAPS.contains(each.name) ? 2 : 1;
                annotation(node, each, node.members);
            } else if (each.name.equals(IMMUTABLE)) {
                boolean map = node.content == immutable(IMMUTABLE_MAP);
                node.group = map ? 2 : 1;
                annotation(node, each, map || node.content == immutable(IMMUTABLE_SET) ? node.members : node.parts);
            } else if (written || external) {
                annotation(node, each);
            }
        }
        return node;
    }

    private static long immutable(int tag) {
        return mix(mix(0, hash("Itag")), tag);
    }

    private void defaultFields(Node node, Description each) throws IOException {
        Set<String> computed = COMPUTED.getOrDefault(each.name, Set.of());
        for (String primitive : each.primitives) {
            boolean silent = HASHED.contains(each.name) || computed.contains(primitive.substring(1));
            long before = node.content;
            int width = width(primitive.charAt(0));
            node.add(hash(primitive));
            node.add(width == 4 ? in.getInt() : width == 8 ? in.getLong() : width == 2 ? in.getShort() : in.get());
            if (silent) {
                node.content = before;
            }
        }
        boolean hidden = each.name.startsWith("java.");
        for (String object : each.objects) {
            if (computed.contains(object)) {
                // An array of primitive values, which has no part.
                value(null, "");
                continue;
            }
            node.parts.add(value(node, hidden ? "" : "." + object));
        }
    }

    private void annotation(@Nullable Node node, Description of) throws IOException {
        annotation(node, of, node == null ? new ArrayList<>() : node.parts);
    }

    /** What a writeObject or an annotateClass wrote, up to its end. */
    private void annotation(@Nullable Node node, Description of, List<Node> into) throws IOException {
        boolean silent = HASHED.contains(of.name);
        boolean map = MAPS.contains(of.name) || (node != null && of.name.equals(IMMUTABLE) && node.group == 2);
        String key = "";
        for (int i = 0; ; ) {
            byte tag = in.get(in.position());
            if (tag == ObjectStreamConstants.TC_ENDBLOCKDATA) {
                in.get();
                return;
            }
            if (tag == ObjectStreamConstants.TC_BLOCKDATA || tag == ObjectStreamConstants.TC_BLOCKDATALONG) {
                in.get();
                int length = tag == ObjectStreamConstants.TC_BLOCKDATA ? in.get() & 0xff : in.getInt();
                if (node == null || silent) {
                    take(new Node("", null, ""), length);
                } else {
                    take(node, length);
                }
                continue;
            }
            String label = !map ? "[" + i + "]" : i % 2 == 0 ? "[a key]" : "[" + key + "]";
            Node read = value(node, label);
            key = read.text == null ? String.valueOf(i / 2) : read.text;
            into.add(read);
            i++;
        }
    }

    /** Sixteen hexadecimal digits; equal for copies of equal content. */
    String digest() {
        nodes.forEach(Node::start);
        for (int i = 0; i < ROUNDS; i++) {
            nodes.forEach(Node::step);
            nodes.forEach(node -> node.colour = node.next);
        }
        Set<Long> colours = new HashSet<>();
        nodes.stream().filter(node -> node == root || node.parent != null).forEach(node -> colours.add(node.colour));
        long sum = mix(5, root.colour);
        for (long colour : colours) {
            sum += mix(3, colour);
        }
        return String.format(Locale.ROOT, "%016x", sum);
    }

    /** The way to the first string that fits, below the name of the attribute: {@code cart.items[0].owner}. */
    @Nullable
    Place string(String attribute, Predicate<String> fits) {
        return find(
                attribute, node -> node.text != null && node.type.equals("java.lang.String") && fits.test(node.text));
    }

    /** The way to the first object of a class. */
    @Nullable
    Place instance(String attribute, String type) {
        return find(attribute, node -> node.type.equals(type));
    }

    private @Nullable Place find(String attribute, Predicate<Node> fits) {
        for (Node node : nodes) {
            if ((node == root || node.parent != null) && fits.test(node)) {
                StringBuilder path = new StringBuilder();
                for (Node at = node; at.parent != null; at = at.parent) {
                    path.insert(0, at.label);
                }
                return new Place(attribute + path, node.text == null ? "" : node.text);
            }
        }
        return null;
    }

    /** Where something was found. */
    static final class Place {
        private final String path;
        private final String text;

        private Place(String path, String text) {
            this.path = path;
            this.text = text;
        }

        String path() {
            return path;
        }

        String text() {
            return text;
        }
    }

    /** Of the finalizer of SplitMix64: a flipped bit changes half of the result. */
    private static long mix(long a, long b) {
        long z = a * 31 + b + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return mix(hash, text.length());
    }
}
