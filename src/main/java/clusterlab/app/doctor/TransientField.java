package clusterlab.app.doctor;

import clusterlab.app.doctor.ClassHeader.FieldHeader;
import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.MethodNode;

/** Java fills a transient field with null when it reads the object. */
final class TransientField extends Rule {
    TransientField() {
        super("transient-field", Severity.LOSS);
    }

    @Override
    public String title() {
        return "A transient field in the session that nothing fills again";
    }

    @Override
    public String effect() {
        return "After a failover the field is null: its content is gone, and the page that uses it is a " + "500.";
    }

    @Override
    public String see() {
        return "cluster-lab verify APP";
    }

    @Override
    public String mend() {
        return "Remove transient, or fill the field in readObject, or where it is used if it is null.";
    }

    @Override
    void examine(Examination examination, Consumer<RuleFinding> findings) {
        examination
                .inSessions()
                .forEach((name, path) -> examination.guarded(name, (header, node) -> {
                    if (header.serialMethods().contains("readResolve")) {
                        return;
                    }
                    List<MethodFlow> flows = new ArrayList<>();
                    for (MethodNode method : node.methods) {
                        MethodFlow.of(examination.app(), examination.summaries(), header, method)
                                .ifPresent(flows::add);
                    }
                    for (FieldHeader field : header.fields()) {
                        if (field.isTransient() && field.isReference()) {
                            look(field, header, path, flows).ifPresent(findings);
                        }
                    }
                }));
    }

    /** It is filled by a constructor, and used elsewhere, where nobody fills it or expects null. */
    private Optional<RuleFinding> look(FieldHeader field, ClassHeader header, String path, List<MethodFlow> flows) {
        boolean filled = false;
        RuleFinding.@Nullable Place used = null;
        for (MethodFlow flow : flows) {
            boolean constructs = flow.method().name.equals("<init>");
            for (int i = 0; i < flow.size(); i++) {
                if (flow.instruction(i) instanceof FieldInsnNode access
                        && access.owner.equals(header.name())
                        && access.name.equals(field.name())) {
                    boolean writes = access.getOpcode() == Opcodes.PUTFIELD;
                    if (writes && !constructs) {
                        return Optional.empty();
                    }
                    filled |= writes;
                    used = !writes && !constructs && used == null ? flow.place(i) : used;
                }
                int opcode = flow.instruction(i).getOpcode();
                if (opcode == Opcodes.IFNULL || opcode == Opcodes.IFNONNULL) {
                    FlowValue value = flow.stack(i, 0);
                    if (value != null
                            && value.origins()
                                    .contains(new Origin(
                                            Origin.Kind.FIELD, header.name() + "." + field.name(), false, 0))) {
                        return Optional.empty();
                    }
                }
            }
        }
        String subject = path + "." + field.name();
        return !filled || used == null
                ? Optional.empty()
                : Optional.of(RuleFinding.of(
                        this,
                        Certainty.LIKELY,
                        used,
                        subject,
                        subject + " is transient, and only the constructor of " + header.dotted() + " fills it."));
    }
}
