package clusterlab.app.doctor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** What methods of the application do to their parameters and to the session, for those who call them. */
final class Summaries {
    /** In place of a name: code that is not known gets the session, and may set any attribute. */
    static final String ANY = "*";

    private static final int DEEPEST = 8;
    private static final int CACHED_CLASSES = 128;

    private final Application app;
    private final Map<String, Optional<Summary>> known = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private final Map<String, ClassNode> nodes = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ClassNode> eldest) {
            return size() > CACHED_CLASSES;
        }
    };

    /**
     * What a method does.
     *
     * @param returns origins of what it gives back
     * @param changes local variables of those parameters that it changes
     * @param saves names of session attributes that it sets; {@code ?} for unknown ones
     * @param locals the local variable of each argument
     */
    record Summary(Set<Origin> returns, Set<Integer> changes, Set<String> saves, List<Integer> locals) {
        /** The index of the argument in a local variable, or -1. */
        int argument(int local) {
            return locals.indexOf(local);
        }
    }

    Summaries(Application app) {
        this.app = app;
    }

    /** The code of one of the application's own classes. */
    @Nullable
    ClassNode node(String name) {
        ClassNode cached = nodes.get(name);
        byte[] code = app.code().get(name);
        if (cached != null || code == null) {
            return cached;
        }
        try {
            ClassNode node = new ClassNode();
            new ClassReader(code).accept(node, ClassReader.SKIP_FRAMES);
            nodes.put(name, node);
            return node;
        } catch (RuntimeException e) {
            return null;
        }
    }

    /** Empty if the method's code is not known; for a method that may be overridden it is that of the named class. */
    Optional<Summary> of(MethodInsnNode call) {
        String owner = call.owner;
        for (int level = 0; level < DEEPEST; level++) {
            ClassHeader header = app.headers().get(owner);
            ClassNode node = header == null ? null : node(owner);
            if (header == null || node == null) {
                return Optional.empty();
            }
            for (MethodNode method : node.methods) {
                if (method.name.equals(call.name) && method.desc.equals(call.desc)) {
                    return of(header, method);
                }
            }
            if (header.superName() == null) {
                return Optional.empty();
            }
            owner = header.superName();
        }
        return Optional.empty();
    }

    private Optional<Summary> of(ClassHeader owner, MethodNode method) {
        String key = owner.name() + "." + method.name + method.desc;
        Optional<Summary> cached = known.get(key);
        if (cached != null) {
            return cached;
        }
        if (open.size() >= DEEPEST || !open.add(key)) {
            return Optional.empty();
        }
        try {
            Optional<Summary> made = MethodFlow.of(app, this, owner, method).map(flow -> summary(flow, method));
            known.put(key, made);
            return made;
        } finally {
            open.remove(key);
        }
    }

    private Summary summary(MethodFlow flow, MethodNode method) {
        Set<Origin> returns = new HashSet<>();
        Set<Integer> changes = new HashSet<>();
        Set<String> saves = new HashSet<>();
        flow.returned().forEach(value -> returns.addAll(value.origins()));
        for (Change change : Change.in(flow, this)) {
            for (Origin origin : change.target().origins()) {
                if (origin.kind() == Origin.Kind.PARAMETER) {
                    changes.add(origin.site());
                }
            }
        }
        for (MethodFlow.Call call : flow.calls()) {
            saves.addAll(saves(call));
        }
        List<Integer> locals = new ArrayList<>();
        int local = 0;
        if ((method.access & Opcodes.ACC_STATIC) == 0) {
            locals.add(local++);
        }
        for (Type type : Type.getArgumentTypes(method.desc)) {
            locals.add(local);
            local += type.getSize();
        }
        return new Summary(returns, changes, saves, locals);
    }

    /** What a lambda of the application gives back; empty if its code is not known. */
    List<FlowValue> returned(Origin lambda) {
        String owner = lambda.name().substring(0, lambda.name().indexOf('.'));
        String method = lambda.name().substring(owner.length() + 1);
        ClassHeader header = app.headers().get(owner);
        ClassNode node = header == null ? null : node(owner);
        if (header == null || node == null) {
            return List.of();
        }
        return node.methods.stream()
                .filter(one -> (one.name + one.desc).equals(method))
                .findFirst()
                .flatMap(one -> MethodFlow.of(app, this, header, one))
                .map(MethodFlow::returned)
                .orElse(List.of());
    }

    /** Names of attributes that a call sets or removes; {@code ?} for a computed name, {@link #ANY} if it may do so. */
    Set<String> saves(MethodFlow.Call call) {
        MethodInsnNode method = call.instruction();
        if (ServletCalls.setsAttribute(method) || ServletCalls.removesAttribute(method)) {
            String name = call.argument(0).constant();
            return Set.of(name == null ? Origin.COMPUTED : name);
        }
        if (ServletCalls.endsSession(method)) {
            return Set.of(Origin.COMPUTED);
        }
        if (call.receiver().has(Origin.Kind.SESSION_MAP)
                && (method.name.equals("put") || method.name.equals("remove"))) {
            String name = call.argument(0).constant();
            return Set.of(name == null ? Origin.COMPUTED : name);
        }
        if (method.owner.startsWith("java/") || ServletCalls.isSession(method.owner)) {
            return Set.of();
        }
        Optional<Summary> summary = of(method);
        if (summary.isPresent()) {
            return summary.get().saves();
        }
        boolean ofApplication = app.headers().containsKey(method.owner) || method.getOpcode() == Opcodes.INVOKESTATIC;
        boolean mayReach = call.values().stream().skip(ofApplication ? 0 : 1).anyMatch(ServletCalls::leadsToSession);
        return mayReach ? Set.of(ANY) : Set.of();
    }
}
