package clusterlab.app.doctor;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Attributes of the model that a controller of Spring keeps in the session: those that {@code @SessionAttributes} names by their
 * class, or by their name if a method with {@code @ModelAttribute} makes them. Spring sets them anew after each request
 * (DefaultSessionAttributeStore.storeAttribute), so a change in place is no mistake.
 */
final class SpringAttributes {
    static final String OF_CLASS = "Lorg/springframework/web/bind/annotation/SessionAttributes;";
    static final String OF_METHOD = "Lorg/springframework/web/bind/annotation/ModelAttribute;";

    private final Set<String> names = new HashSet<>();
    private final Set<String> types = new HashSet<>();
    private final Map<String, String> made = new HashMap<>();

    /** Name of the attribute to the internal name of its class. */
    Map<String, String> attributes() {
        Map<String, String> all = new HashMap<>();
        types.forEach(type -> all.put(Examination.bean(type), type));
        made.forEach((name, type) -> {
            if (names.contains(name)) {
                all.put(name, type);
            }
        });
        return Map.copyOf(all);
    }

    AnnotationVisitor ofClass() {
        return new Elements() {
            @Override
            public void visit(@Nullable String element, Object value) {
                if (value instanceof Type type) {
                    types.add(type.getInternalName().intern());
                } else {
                    names.add(value.toString());
                }
            }
        };
    }

    /**
     * Of a method.
     *
     * @param type the class that it gives back, whose name is that of the attribute unless the annotation has another
     */
    AnnotationVisitor ofMethod(String type) {
        return new Elements() {
            private String name = Examination.bean(type);

            @Override
            public void visit(@Nullable String element, Object value) {
                if (value instanceof String given && !given.isEmpty()) {
                    name = given;
                }
            }

            @Override
            public void visitEnd() {
                made.put(name, type.intern());
            }
        };
    }

    /** Elements of lists are visited like others. */
    private abstract static class Elements extends AnnotationVisitor {
        private Elements() {
            super(Opcodes.ASM9);
        }

        @Override
        public AnnotationVisitor visitArray(@Nullable String element) {
            Elements all = this;
            return new Elements() {
                @Override
                public void visit(@Nullable String none, Object value) {
                    all.visit(element, value);
                }
            };
        }
    }
}
