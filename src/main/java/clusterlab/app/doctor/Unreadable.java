package clusterlab.app.doctor;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.Set;
import java.util.function.Consumer;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** A replica that can't read a message still acknowledges it (SimpleTcpCluster.messageReceived). */
final class Unreadable extends Rule {
    Unreadable() {
        super("unreadable", Severity.LOSS);
    }

    @Override
    public String title() {
        return "What was written on one node can't be read on another one";
    }

    @Override
    public String effect() {
        return "readObject throws on the other nodes: all changes of that request are lost there.";
    }

    @Override
    public String see() {
        return "cluster-lab verify APP";
    }

    @Override
    public String mend() {
        return "Let readObject depend on nothing that only the writing process has: no key, id or "
                + "registry made at start-up.";
    }

    private static final Set<String> MAKERS =
            Set.of("random", "randomUUID", "currentTimeMillis", "nanoTime", "generateKey");

    @Override
    void examine(Examination examination, Consumer<RuleFinding> findings) {
        examination
                .inSessions()
                .forEach((name, path) -> examination.guarded(name, (header, node) -> {
                    for (MethodNode method : node.methods) {
                        if (method.name.equals("readObject")
                                || method.name.equals("readResolve")
                                || method.name.equals("readExternal")) {
                            MethodFlow.of(examination.app(), examination.summaries(), header, method)
                                    .ifPresent(flow -> look(flow, node, path, examination, findings));
                        }
                    }
                }));
    }

    private void look(
            MethodFlow flow, ClassNode node, String path, Examination examination, Consumer<RuleFinding> findings) {
        boolean throwsItself = false;
        FieldInsnNode field = null;
        int at = 0;
        for (int i = 0; i < flow.size(); i++) {
            throwsItself |= flow.instruction(i).getOpcode() == Opcodes.ATHROW;
            if (field == null
                    && flow.instruction(i).getOpcode() == Opcodes.GETSTATIC
                    && examination.summaries().node(((FieldInsnNode) flow.instruction(i)).owner) != null) {
                field = (FieldInsnNode) flow.instruction(i);
                at = i;
            }
        }
        ClassNode owner = field == null ? null : examination.summaries().node(field.owner);
        if (field != null && owner != null && throwsItself && isMadeByEachProcess(owner, field.name)) {
            findings.accept(RuleFinding.of(
                    this,
                    Certainty.LIKELY,
                    flow.place(at),
                    path,
                    path + ": " + flow.method().name + " of " + ClassHeader.dotted(node.name)
                            + " throws unless the static field " + field.name
                            + " is the same, and each process makes its own."));
        }
    }

    /** Whether the class's initialiser takes its value from a clock or from chance. */
    private static boolean isMadeByEachProcess(ClassNode owner, String field) {
        for (MethodNode method : owner.methods) {
            if (!method.name.equals("<clinit>")) {
                continue;
            }
            boolean made = false;
            for (AbstractInsnNode instruction : method.instructions) {
                if (instruction instanceof MethodInsnNode call) {
                    made |= MAKERS.contains(call.name)
                            || (call.owner.endsWith("Random")
                                    && (call.name.startsWith("next") || call.name.equals("<init>")));
                } else if (instruction instanceof FieldInsnNode write && write.getOpcode() == Opcodes.PUTSTATIC) {
                    if (write.name.equals(field)) {
                        return made;
                    }
                    made = false;
                }
            }
        }
        return false;
    }
}
