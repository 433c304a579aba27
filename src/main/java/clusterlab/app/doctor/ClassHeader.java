package clusterlab.app.doctor;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * A class without its code. Names are internal ones, with slashes.
 *
 * @param library the jar in WEB-INF/lib, if it is not in WEB-INF/classes
 * @param scopes annotations that put its objects into the session, such as {@code SessionScoped}
 * @param scopedMethods classes that its methods produce with such an annotation
 * @param sessionAttributes what Spring's {@code @SessionAttributes} puts into the session: name of the attribute to its class
 * @param serialMethods which of readObject, writeObject, readResolve, writeReplace, readExternal, writeExternal it has, and
 *     {@link #SERIAL_FIELDS}
 * @param hasDefaultConstructor whether there is one that a subclass can call
 */
record ClassHeader(
        String name,
        @Nullable String superName,
        List<String> interfaces,
        int access,
        @Nullable String signature,
        @Nullable String source,
        Optional<String> library,
        List<FieldHeader> fields,
        Set<String> scopes,
        List<String> scopedMethods,
        Map<String, String> sessionAttributes,
        Set<String> serialMethods,
        boolean hasDefaultConstructor) {

    /** The constant with which a class chooses the fields that are written. */
    static final String SERIAL_FIELDS = "serialPersistentFields";

    private static final Set<String> SERIAL_METHODS =
            Set.of("readObject", "writeObject", "readResolve", "writeReplace", "readExternal", "writeExternal");

    private static final Set<String> SCOPES = Set.of(
            "jakarta/enterprise/context/SessionScoped",
            "javax/enterprise/context/SessionScoped",
            "jakarta/enterprise/context/ConversationScoped",
            "javax/enterprise/context/ConversationScoped",
            "jakarta/faces/bean/SessionScoped",
            "javax/faces/bean/SessionScoped",
            "jakarta/faces/bean/ViewScoped",
            "javax/faces/bean/ViewScoped",
            "jakarta/faces/view/ViewScoped",
            "javax/faces/view/ViewScoped",
            "org/springframework/web/context/annotation/SessionScope");

    private static final String SPRING_SCOPE = "Lorg/springframework/context/annotation/Scope;";

    /**
     * An object's field: it is a reference, or transient.
     *
     * @param injected whether a container for CDI puts a proxy into it, which can be serialised
     */
    record FieldHeader(String name, String descriptor, @Nullable String signature, int access, boolean injected) {
        boolean isTransient() {
            return (access & Opcodes.ACC_TRANSIENT) != 0;
        }

        boolean isReference() {
            return descriptor.startsWith("L") || descriptor.startsWith("[");
        }
    }

    boolean isInterface() {
        return (access & Opcodes.ACC_INTERFACE) != 0;
    }

    boolean isAbstract() {
        return (access & Opcodes.ACC_ABSTRACT) != 0;
    }

    boolean isFinal() {
        return (access & Opcodes.ACC_FINAL) != 0;
    }

    /** Its name as in a program. */
    String dotted() {
        return dotted(name);
    }

    static String dotted(String internal) {
        return internal.replace('/', '.');
    }

    /** Where its source file would be below a source folder. */
    String sourcePath() {
        int folder = name.lastIndexOf('/') + 1;
        return source == null ? name + ".class" : name.substring(0, folder) + source;
    }

    /** Reads it. Strings that many classes share are kept once. */
    static ClassHeader read(ClassReader reader, Optional<String> library) {
        Collector all = new Collector();
        reader.accept(all, ClassReader.SKIP_CODE | ClassReader.SKIP_FRAMES);
        return new ClassHeader(
                reader.getClassName().intern(),
                reader.getSuperName() == null ? null : reader.getSuperName().intern(),
                java.util.Arrays.stream(reader.getInterfaces())
                        .map(String::intern)
                        .toList(),
                all.access,
                all.signature,
                all.source,
                library,
                List.copyOf(all.fields),
                Set.copyOf(all.scopes),
                List.copyOf(all.scopedMethods),
                all.spring.attributes(),
                Set.copyOf(all.serialMethods),
                all.defaultConstructor);
    }

    private static final class Collector extends ClassVisitor {
        private int access;
        private @Nullable String signature;
        private @Nullable String source;
        private final List<FieldHeader> fields = new ArrayList<>();
        private final Set<String> scopes = new HashSet<>();
        private final List<String> scopedMethods = new ArrayList<>();
        private final SpringAttributes spring = new SpringAttributes();
        private final Set<String> serialMethods = new HashSet<>();
        private boolean defaultConstructor;

        private Collector() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(
                int version,
                int flags,
                String name,
                @Nullable String generic,
                @Nullable String parent,
                String[] interfaces) {
            access = flags;
            signature = generic;
        }

        @Override
        public void visitSource(@Nullable String file, @Nullable String debug) {
            source = file;
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return descriptor.equals(SpringAttributes.OF_CLASS) ? spring.ofClass() : scope(descriptor, scopes::add);
        }

        private static @Nullable AnnotationVisitor scope(String descriptor, java.util.function.Consumer<String> found) {
            String name = Type.getType(descriptor).getInternalName();
            if (SCOPES.contains(name)) {
                found.accept(name.intern());
            } else if (descriptor.equals(SPRING_SCOPE)) {
                return new AnnotationVisitor(Opcodes.ASM9) {
                    @Override
                    public void visit(@Nullable String element, Object value) {
                        if (value.equals("session")) {
                            found.accept(name.intern());
                        }
                    }
                };
            }
            return null;
        }

        @Override
        public @Nullable FieldVisitor visitField(
                int flags, String name, String descriptor, @Nullable String generic, @Nullable Object value) {
            boolean reference = descriptor.startsWith("L") || descriptor.startsWith("[");
            if ((flags & Opcodes.ACC_STATIC) != 0
                    && name.equals(SERIAL_FIELDS)
                    && descriptor.equals("[Ljava/io/ObjectStreamField;")) {
                serialMethods.add(SERIAL_FIELDS);
            }
            if ((flags & Opcodes.ACC_STATIC) != 0 || (!reference && (flags & Opcodes.ACC_TRANSIENT) == 0)) {
                return null;
            }
            return new FieldVisitor(Opcodes.ASM9) {
                private boolean injected;

                @Override
                public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                    injected |= annotation.endsWith("/Inject;") || annotation.endsWith("/EJB;");
                    return null;
                }

                @Override
                public void visitEnd() {
                    fields.add(new FieldHeader(name.intern(), descriptor.intern(), generic, flags, injected));
                }
            };
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int flags, String name, String descriptor, @Nullable String generic, String @Nullable [] exceptions) {
            if (SERIAL_METHODS.contains(name)) {
                serialMethods.add(name.intern());
            }
            if (name.equals("<init>")) {
                defaultConstructor |= descriptor.equals("()V") && (flags & Opcodes.ACC_PRIVATE) == 0;
                return null;
            }
            String made = Type.getReturnType(descriptor).getSort() == Type.OBJECT
                    ? Type.getReturnType(descriptor).getInternalName()
                    : "";
            if (made.isEmpty()) {
                return null;
            }
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public @Nullable AnnotationVisitor visitAnnotation(String annotation, boolean visible) {
                    return annotation.equals(SpringAttributes.OF_METHOD)
                            ? spring.ofMethod(made)
                            : scope(annotation, found -> scopedMethods.add(made));
                }
            };
        }
    }
}
