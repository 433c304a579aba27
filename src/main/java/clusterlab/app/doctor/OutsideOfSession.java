package clusterlab.app.doctor;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.Set;
import java.util.function.Consumer;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.tree.MethodInsnNode;

/** Only what is in the session is replicated. */
final class OutsideOfSession extends Rule {
    OutsideOfSession() {
        super("outside-of-session", Severity.LOSS);
    }

    @Override
    public String title() {
        return "Data of a session is in a map of the process, under the session's id";
    }

    @Override
    public String effect() {
        return "The map is on one node only: after a failover the session is there, and its data is not. "
                + "An id that changes at the login or at a failover misses it, too.";
    }

    @Override
    public String see() {
        return "cluster-lab verify APP";
    }

    @Override
    public String mend() {
        return "Put the data into the session with setAttribute, or into a store that all nodes share.";
    }

    private static final Set<String> PUTS = Set.of("put", "putIfAbsent", "computeIfAbsent", "compute", "merge");

    @Override
    void method(MethodFlow flow, Examination examination, Consumer<RuleFinding> findings) {
        for (MethodFlow.Call call : flow.calls()) {
            MethodInsnNode method = call.instruction();
            if (!method.owner.startsWith("java/util/")
                    || !PUTS.contains(method.name)
                    || method.getOpcode() == Opcodes.INVOKESTATIC
                    || !call.argument(0).has(Origin.Kind.SESSION_ID)) {
                continue;
            }
            for (Origin origin : call.receiver().origins()) {
                String where =
                        switch (origin.kind()) {
                            case STATIC -> "the static field " + ClassHeader.dotted(origin.name());
                            case FIELD -> "the field " + ClassHeader.dotted(origin.name());
                            case CONTEXT -> "the application's attribute " + origin.name();
                            default -> "";
                        };
                if (!where.isEmpty()) {
                    findings.accept(finding(call, where, origin, flow));
                    break;
                }
            }
        }
    }

    private RuleFinding finding(MethodFlow.Call call, String where, Origin origin, MethodFlow flow) {
        FlowValue value = call.argument(1);
        String type = value.type();
        // A register of the sessions themselves, for an administrator, is no data of the user.
        boolean register = type != null && ServletCalls.isSession(type);
        return new RuleFinding(
                this,
                register ? Severity.NOTE : severity(),
                origin.kind() == Origin.Kind.FIELD ? Certainty.GUESS : Certainty.LIKELY,
                flow.place(call.at()),
                origin.name(),
                "A map in " + where + " holds data under the id of a session.");
    }
}
