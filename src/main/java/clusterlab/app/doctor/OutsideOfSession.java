package clusterlab.app.doctor;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.List;
import java.util.Optional;
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

    private static final Set<String> UNCHANGING = Set.of(
            "java/lang/String",
            "java/lang/Boolean",
            "java/lang/Integer",
            "java/lang/Long",
            "java/lang/Double",
            "java/lang/Float",
            "java/lang/Short",
            "java/lang/Byte",
            "java/lang/Character",
            "java/util/UUID",
            "java/math/BigDecimal",
            "java/math/BigInteger");

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
                    Made made = made(call, examination);
                    if (made != Made.CONSTANT) {
                        findings.accept(finding(call, where, origin, made, flow));
                    }
                    break;
                }
            }
        }
    }

    /** What a map is given under the id. */
    private enum Made {
        /** Something of the session, as far as anybody knows. */
        DATA,
        /** A value that never changes, made of the id and of the process alone: another node can make its own. */
        DERIVED,
        /** The same text for every session. */
        CONSTANT
    }

    /** A lambda that captures nothing knows nothing of the session but its id; what it makes may still be filled later. */
    private static Made made(MethodFlow.Call call, Examination examination) {
        Optional<Origin> lambda = call.instruction().name.equals("computeIfAbsent")
                ? call.argument(1).origins().stream()
                        .filter(origin -> origin.kind() == Origin.Kind.LAMBDA)
                        .findFirst()
                : Optional.empty();
        List<FlowValue> values =
                lambda.map(origin -> examination.summaries().returned(origin)).orElse(List.of());
        if (values.isEmpty() || !values.stream().allMatch(value -> UNCHANGING.contains(String.valueOf(value.type())))) {
            return Made.DATA;
        }
        return values.stream().allMatch(value -> value.constant() != null) ? Made.CONSTANT : Made.DERIVED;
    }

    private RuleFinding finding(MethodFlow.Call call, String where, Origin origin, Made made, MethodFlow flow) {
        FlowValue value = call.argument(1);
        String type = value.type();
        // A register of the sessions themselves, for an administrator, is no data of the user.
        boolean register = type != null && ServletCalls.isSession(type);
        return new RuleFinding(
                this,
                register ? Severity.NOTE : made == Made.DERIVED ? Severity.RISK : severity(),
                made == Made.DERIVED || origin.kind() == Origin.Kind.FIELD ? Certainty.GUESS : Certainty.LIKELY,
                flow.place(call.at()),
                origin.name(),
                "A map in " + where + " holds data under the id of a session"
                        + (made == Made.DERIVED ? "; another node would make its own of the id." : "."));
    }
}
