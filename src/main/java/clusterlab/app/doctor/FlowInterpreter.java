package clusterlab.app.doctor;

import clusterlab.app.doctor.ClassHeader.FieldHeader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.IntInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LocalVariableNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.MultiANewArrayInsnNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Interpreter;

/** Carries what is known of values through the instructions of one method. */
final class FlowInterpreter extends Interpreter<FlowValue> {
    /** Descriptors by the code of the type, from T_BOOLEAN, which is 4 (JVMS newarray). */
    private static final String ARRAYS = "????ZCFDBSIJ";

    private final Application app;
    private final Summaries summaries;
    private final MethodNode method;
    private final InsnList instructions;
    private final boolean isStatic;

    FlowInterpreter(Application app, Summaries summaries, MethodNode method) {
        super(Opcodes.ASM9);
        this.app = app;
        this.summaries = summaries;
        this.method = method;
        this.instructions = method.instructions;
        this.isStatic = (method.access & Opcodes.ACC_STATIC) != 0;
    }

    @Override
    public @Nullable FlowValue newValue(@Nullable Type type) {
        return type == null ? FlowValue.WORD : type.equals(Type.VOID_TYPE) ? null : FlowValue.of(type);
    }

    @Override
    public FlowValue newParameterValue(boolean isInstanceMethod, int local, Type type) {
        return FlowValue.of(type).from(Set.of(new Origin(Origin.Kind.PARAMETER, "", false, local)));
    }

    @Override
    public FlowValue newOperation(AbstractInsnNode instruction) {
        return switch (instruction.getOpcode()) {
            case Opcodes.ACONST_NULL -> FlowValue.NULL;
            case Opcodes.LCONST_0, Opcodes.LCONST_1, Opcodes.DCONST_0, Opcodes.DCONST_1 -> FlowValue.TWO_WORDS;
            case Opcodes.LDC -> constant(((LdcInsnNode) instruction).cst);
            case Opcodes.NEW ->
                FlowValue.reference(((TypeInsnNode) instruction).desc).exactly();
            case Opcodes.GETSTATIC -> staticField((FieldInsnNode) instruction);
            default -> FlowValue.WORD;
        };
    }

    private static FlowValue constant(Object constant) {
        if (constant instanceof String text) {
            return FlowValue.text(text);
        }
        return constant instanceof Long || constant instanceof Double ? FlowValue.TWO_WORDS : FlowValue.WORD;
    }

    private FlowValue staticField(FieldInsnNode field) {
        FlowValue value = FlowValue.of(Type.getType(field.desc));
        return app.headers().containsKey(field.owner)
                ? value.from(Set.of(new Origin(Origin.Kind.STATIC, field.owner + "." + field.name, false, 0)))
                : value;
    }

    @Override
    public FlowValue copyOperation(AbstractInsnNode instruction, FlowValue value) {
        if (instruction instanceof VarInsnNode load
                && instruction.getOpcode() == Opcodes.ALOAD
                && value.signature() == null
                && method.localVariables != null) {
            int at = instructions.indexOf(instruction);
            for (LocalVariableNode variable : method.localVariables) {
                if (variable.index == load.var
                        && variable.signature != null
                        && instructions.indexOf(variable.start) <= at
                        && at < instructions.indexOf(variable.end)) {
                    return value.declared(variable.signature);
                }
            }
        }
        return value;
    }

    @Override
    public @Nullable FlowValue unaryOperation(AbstractInsnNode instruction, FlowValue value) {
        return switch (instruction.getOpcode()) {
            case Opcodes.CHECKCAST -> value.as(((TypeInsnNode) instruction).desc);
            case Opcodes.GETFIELD -> field((FieldInsnNode) instruction, value);
            case Opcodes.ANEWARRAY ->
                FlowValue.reference("["
                                + Type.getObjectType(((TypeInsnNode) instruction).desc)
                                        .getDescriptor())
                        .exactly();
            case Opcodes.NEWARRAY ->
                FlowValue.reference("[" + ARRAYS.charAt(((IntInsnNode) instruction).operand))
                        .exactly();
            case Opcodes.LNEG,
                    Opcodes.DNEG,
                    Opcodes.I2L,
                    Opcodes.I2D,
                    Opcodes.L2D,
                    Opcodes.F2L,
                    Opcodes.F2D,
                    Opcodes.D2L -> FlowValue.TWO_WORDS;
            default -> FlowValue.WORD;
        };
    }

    private FlowValue field(FieldInsnNode field, FlowValue object) {
        FlowValue value = FlowValue.of(Type.getType(field.desc)).declared(signature(field));
        if (value.type() == null) {
            return value;
        }
        Set<Origin> origins = new HashSet<>(object.inside());
        if (!isStatic && isThis(object)) {
            origins.add(new Origin(Origin.Kind.FIELD, field.owner + "." + field.name, false, 0));
        }
        return value.from(origins);
    }

    static boolean isThis(FlowValue value) {
        return value.origins().contains(new Origin(Origin.Kind.PARAMETER, "", false, 0));
    }

    private @Nullable String signature(FieldInsnNode wanted) {
        ClassHeader header = app.headers().get(wanted.owner);
        if (header != null) {
            for (FieldHeader field : header.fields()) {
                if (field.name().equals(wanted.name)) {
                    return field.signature();
                }
            }
        }
        return null;
    }

    @Override
    public @Nullable FlowValue binaryOperation(AbstractInsnNode instruction, FlowValue one, FlowValue two) {
        return switch (instruction.getOpcode()) {
            case Opcodes.AALOAD -> element(one).from(one.inside());
            case Opcodes.LALOAD,
                    Opcodes.DALOAD,
                    Opcodes.LADD,
                    Opcodes.DADD,
                    Opcodes.LSUB,
                    Opcodes.DSUB,
                    Opcodes.LMUL,
                    Opcodes.DMUL,
                    Opcodes.LDIV,
                    Opcodes.DDIV,
                    Opcodes.LREM,
                    Opcodes.DREM,
                    Opcodes.LSHL,
                    Opcodes.LSHR,
                    Opcodes.LUSHR,
                    Opcodes.LAND,
                    Opcodes.LOR,
                    Opcodes.LXOR -> FlowValue.TWO_WORDS;
            default -> FlowValue.WORD;
        };
    }

    private static FlowValue element(FlowValue array) {
        String type = array.type();
        return type == null || !type.startsWith("[") ? FlowValue.WORD : FlowValue.of(Type.getType(type.substring(1)));
    }

    @Override
    public @Nullable FlowValue ternaryOperation(
            AbstractInsnNode instruction, FlowValue one, FlowValue two, FlowValue three) {
        return null;
    }

    @Override
    public @Nullable FlowValue naryOperation(AbstractInsnNode instruction, List<? extends FlowValue> values) {
        if (instruction instanceof MultiANewArrayInsnNode array) {
            return FlowValue.reference(array.desc).exactly();
        }
        if (instruction instanceof InvokeDynamicInsnNode dynamic) {
            return function(dynamic);
        }
        MethodInsnNode call = (MethodInsnNode) instruction;
        FlowValue result = newValue(Type.getReturnType(call.desc));
        if (result == null || result.type() == null) {
            return result;
        }
        int site = instructions.indexOf(call);
        if (ServletCalls.getsAttribute(call)) {
            return result.from(Set.of(attribute(Origin.Kind.ATTRIBUTE, values, site)));
        }
        if (ServletCalls.getsContextAttribute(call)) {
            return result.from(Set.of(attribute(Origin.Kind.CONTEXT, values, site)));
        }
        if (ServletCalls.getsSessionId(call)) {
            return result.from(Set.of(new Origin(Origin.Kind.SESSION_ID, "", false, 0)));
        }
        if (ServletCalls.getsSessionMap(call)) {
            return result.from(Set.of(new Origin(Origin.Kind.SESSION_MAP, "", false, 0)));
        }
        if (ServletCalls.getsWriter(call)) {
            return result.from(Set.of(new Origin(Origin.Kind.ANSWER, "", false, 0)));
        }
        if (call.owner.startsWith("java/")) {
            return ofJdk(call, values, result, site);
        }
        return summaries
                .of(call)
                .map(summary -> returned(summary, result, values, site))
                .orElse(result);
    }

    private static FlowValue function(InvokeDynamicInsnNode dynamic) {
        FlowValue value = FlowValue.of(Type.getReturnType(dynamic.desc));
        boolean lambda = dynamic.bsm.getOwner().equals("java/lang/invoke/LambdaMetafactory")
                && Type.getArgumentCount(dynamic.desc) == 0
                && dynamic.bsmArgs.length > 1
                && dynamic.bsmArgs[1] instanceof Handle;
        if (!lambda) {
            return value;
        }
        Handle body = (Handle) dynamic.bsmArgs[1];
        String name = body.getOwner() + "." + body.getName() + body.getDesc();
        return value.from(Set.of(new Origin(Origin.Kind.LAMBDA, name, false, 0)));
    }

    private static Origin attribute(Origin.Kind kind, List<? extends FlowValue> values, int site) {
        String name = values.size() > 1 ? values.get(1).constant() : null;
        return new Origin(kind, name == null ? Origin.COMPUTED : name, false, site);
    }

    private static FlowValue ofJdk(MethodInsnNode call, List<? extends FlowValue> values, FlowValue result, int site) {
        if (call.name.equals("valueOf") && call.owner.startsWith("java/lang/")) {
            return result.exactly();
        }
        if (call.name.equals("requireNonNull") || (call.name.equals("cast") && call.owner.equals("java/lang/Class"))) {
            return values.isEmpty()
                    ? result
                    : result.from(values.get(values.size() - 1).origins());
        }
        boolean inside = call.getOpcode() != Opcodes.INVOKESTATIC && call.owner.startsWith("java/util/");
        if (inside && call.name.equals("get") && values.get(0).has(Origin.Kind.SESSION_MAP)) {
            return result.from(Set.of(attribute(Origin.Kind.ATTRIBUTE, values, site)));
        }
        return inside ? result.from(values.get(0).inside()) : result;
    }

    /** What a method of the application gives back, with the caller's values for its parameters. */
    private static FlowValue returned(
            Summaries.Summary summary, FlowValue result, List<? extends FlowValue> values, int site) {
        Set<Origin> origins = new HashSet<>();
        for (Origin origin : summary.returns()) {
            if (origin.kind() != Origin.Kind.PARAMETER) {
                origins.add(origin.at(site));
                continue;
            }
            int index = summary.argument(origin.site());
            if (index >= 0 && index < values.size()) {
                FlowValue value = values.get(index);
                origins.addAll(origin.part() ? value.inside() : value.origins());
            }
        }
        return result.from(origins.stream().limit(16).collect(Collectors.toSet()));
    }

    @Override
    public void returnOperation(AbstractInsnNode instruction, FlowValue value, FlowValue expected) {}

    @Override
    public FlowValue merge(FlowValue one, FlowValue other) {
        return one.or(other);
    }
}
