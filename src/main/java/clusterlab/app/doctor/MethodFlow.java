package clusterlab.app.doctor;

import clusterlab.diagnosis.RuleFinding;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;

/** The data flow in one method, without that of exceptions. */
final class MethodFlow {
    /** Variables times instructions; a hostile method would need gigabytes. */
    private static final long MOST_CELLS = 4_000_000;

    private final ClassHeader owner;
    private final MethodNode method;
    private final List<List<Integer>> next;
    private final @Nullable Frame<FlowValue>[] frames;
    private final List<Call> calls = new ArrayList<>();

    /**
     * A call.
     *
     * @param at index of the instruction
     * @param values the receiver, if there is one, and the arguments
     */
    record Call(int at, MethodInsnNode instruction, List<FlowValue> values) {
        FlowValue receiver() {
            return values.isEmpty() ? FlowValue.WORD : values.get(0);
        }

        /** The argument with this index, from 0; of a method with another signature than the API's nothing is known. */
        FlowValue argument(int index) {
            int at = index + (instruction.getOpcode() == Opcodes.INVOKESTATIC ? 0 : 1);
            return at < values.size() ? values.get(at) : FlowValue.WORD;
        }
    }

    private MethodFlow(
            ClassHeader owner, MethodNode method, List<List<Integer>> next, @Nullable Frame<FlowValue>[] frames) {
        this.owner = owner;
        this.method = method;
        this.next = next;
        this.frames = frames;
        for (int i = 0; i < frames.length; i++) {
            Frame<FlowValue> frame = frames[i];
            if (frame != null && method.instructions.get(i) instanceof MethodInsnNode call) {
                int count = Type.getArgumentCount(call.desc) + (call.getOpcode() == Opcodes.INVOKESTATIC ? 0 : 1);
                List<FlowValue> values = new ArrayList<>();
                for (int value = count; value > 0; value--) {
                    values.add(frame.getStack(frame.getStackSize() - value));
                }
                calls.add(new Call(i, call, values));
            }
        }
    }

    /** Empty for a method without code, for one that is too large, and for one whose code is broken. */
    static Optional<MethodFlow> of(Application app, Summaries summaries, ClassHeader owner, MethodNode method) {
        int size = method.instructions.size();
        if (size == 0 || (long) size * (method.maxLocals + method.maxStack) > MOST_CELLS) {
            return Optional.empty();
        }
        List<List<Integer>> next = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            next.add(new ArrayList<>(1));
        }
        try {
            @Nullable
            Frame<FlowValue>[] frames = new Analyzer<FlowValue>(new FlowInterpreter(app, summaries, method)) {
                @Override
                protected void newControlFlowEdge(int from, int to) {
                    next.get(from).add(to);
                }
            }.analyze(owner.name(), method);
            return Optional.of(new MethodFlow(owner, method, next, frames));
        } catch (AnalyzerException | RuntimeException e) {
            // Code that no JVM would run.
            return Optional.empty();
        }
    }

    ClassHeader owner() {
        return owner;
    }

    MethodNode method() {
        return method;
    }

    List<Call> calls() {
        return calls;
    }

    AbstractInsnNode instruction(int at) {
        return method.instructions.get(at);
    }

    int size() {
        return frames.length;
    }

    /** A value on the stack before an instruction: 0 is the top; null if the instruction is never reached. */
    @Nullable
    FlowValue stack(int at, int fromTop) {
        Frame<FlowValue> frame = frames[at];
        return frame == null || frame.getStackSize() <= fromTop
                ? null
                : frame.getStack(frame.getStackSize() - 1 - fromTop);
    }

    /** What it gives back, one value for each return of an object. */
    List<FlowValue> returned() {
        List<FlowValue> values = new ArrayList<>();
        for (int i = 0; i < frames.length; i++) {
            FlowValue value = instruction(i).getOpcode() == Opcodes.ARETURN ? stack(i, 0) : null;
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    /** Writes to fields, with the object. */
    List<FieldWrite> fieldWrites() {
        List<FieldWrite> writes = new ArrayList<>();
        for (int i = 0; i < frames.length; i++) {
            if (instruction(i).getOpcode() == Opcodes.PUTFIELD) {
                FlowValue object = stack(i, 1);
                if (object != null) {
                    writes.add(new FieldWrite(i, (FieldInsnNode) instruction(i), object));
                }
            }
        }
        return writes;
    }

    record FieldWrite(int at, FieldInsnNode field, FlowValue object) {}

    /** Whether a way leads from one instruction to another one that meets no barrier between them. */
    boolean leads(int from, IntPredicate to, IntPredicate barrier) {
        BitSet seen = new BitSet();
        Deque<Integer> open = new ArrayDeque<>(next.get(from));
        while (!open.isEmpty()) {
            int at = open.pop();
            if (seen.get(at)) {
                continue;
            }
            seen.set(at);
            if (to.test(at)) {
                return true;
            }
            if (!barrier.test(at)) {
                open.addAll(next.get(at));
            }
        }
        return false;
    }

    /** Whether an instruction is a return. */
    boolean isEnd(int at) {
        int opcode = instruction(at).getOpcode();
        return opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN;
    }

    /** Where an instruction is, for the user. */
    RuleFinding.Place place(int at) {
        Optional<Integer> line = Optional.empty();
        for (AbstractInsnNode node = instruction(at); node != null; node = node.getPrevious()) {
            if (node instanceof LineNumberNode number) {
                line = Optional.of(number.line);
                break;
            }
        }
        return new RuleFinding.Place(owner.sourcePath(), line, owner.dotted() + "." + method.name);
    }
}
