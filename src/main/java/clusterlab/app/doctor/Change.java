package clusterlab.app.doctor;

import clusterlab.app.doctor.ClassHeader.FieldHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.objectweb.asm.Opcodes;

/**
 * A change of an object in place.
 *
 * @param at index of the instruction
 * @param target the object, or something inside of it
 * @param grows whether it puts something into a collection
 */
record Change(int at, FlowValue target, boolean grows) {
    /** All changes in a method, also those by methods of the application that it calls. Transient fields do not count. */
    static List<Change> in(MethodFlow flow, Summaries summaries) {
        List<Change> changes = new ArrayList<>();
        for (MethodFlow.FieldWrite write : flow.fieldWrites()) {
            boolean constructs = flow.method().name.equals("<init>");
            if (!constructs && !isTransient(flow.owner(), write)) {
                changes.add(new Change(write.at(), write.object(), false));
            }
        }
        for (int i = 0; i < flow.size(); i++) {
            int opcode = flow.instruction(i).getOpcode();
            if (opcode >= Opcodes.IASTORE && opcode <= Opcodes.SASTORE) {
                FlowValue array = flow.stack(i, 2);
                if (array != null) {
                    changes.add(new Change(i, array, false));
                }
            }
        }
        for (MethodFlow.Call call : flow.calls()) {
            boolean hasReceiver = call.instruction().getOpcode() != Opcodes.INVOKESTATIC;
            if (hasReceiver && ServletCalls.changes(call.instruction())) {
                if (!call.receiver().has(Origin.Kind.SESSION_MAP)) {
                    changes.add(new Change(call.at(), call.receiver(), ServletCalls.grows(call.instruction())));
                }
                continue;
            }
            Optional<Summaries.Summary> summary = call.instruction().owner.startsWith("java/")
                            || call.instruction().name.equals("<init>")
                    ? Optional.empty()
                    : summaries.of(call.instruction());
            summary.ifPresent(known -> {
                for (int local : known.changes()) {
                    int index = known.argument(local);
                    if (index >= 0) {
                        changes.add(new Change(call.at(), call.values().get(index), false));
                    }
                }
            });
        }
        return changes;
    }

    private static boolean isTransient(ClassHeader owner, MethodFlow.FieldWrite write) {
        return owner.name().equals(write.field().owner)
                && owner.fields().stream().filter(FieldHeader::isTransient).anyMatch(field -> field.name()
                        .equals(write.field().name));
    }
}
