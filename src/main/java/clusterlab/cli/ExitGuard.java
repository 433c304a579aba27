package clusterlab.cli;

import clusterlab.cluster.RunFolder;
import clusterlab.cluster.process.ProcessHost;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * Embedded nodes share the lab's JVM, so an application that calls {@code System.exit} on one of them ends the lab, with the
 * application's exit code: a build would take 0 for the verdict KEPT. A shutdown hook can't prevent that end, but it can say
 * what happened, remove what the lab made, and choose the exit code. {@code Runtime.halt} runs no hook.
 */
final class ExitGuard {
    private static final long REMOVE_MILLIS = 2_000;
    private static final long PAUSE_MILLIS = 10;
    private static final long TERMINAL_MILLIS = 500;

    /** What others stand between the caller and {@code Runtime.exit}. */
    private static final List<String> BETWEEN = List.of("java.", "javax.", "jdk.", "kotlin.", "groovy.");

    private ExitGuard() {}

    /**
     * Registers the hook, once.
     *
     * @param halt ends the JVM at once with an exit code
     */
    static void install(PrintStream err, IntConsumer halt) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(err, halt), "exit-guard"));
    }

    private static void end(PrintStream err, IntConsumer halt) {
        Optional<StackTraceElement> caller = caller(Thread.getAllStackTraces());
        if (caller.isEmpty()) {
            return;
        }
        err.println(sentence(caller.get()));
        ProcessHost.destroyAll();
        long start = System.nanoTime();
        BooleanSupplier enough = () -> System.nanoTime() - start > TimeUnit.MILLISECONDS.toNanos(REMOVE_MILLIS);
        // Nodes are still at work, and may write where a folder is just removed.
        while (!RunFolder.removeAll(enough) && !enough.getAsBoolean()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
        }
        awaitTerminal();
        halt.accept(ExitCode.UNAVAILABLE);
    }

    static String sentence(StackTraceElement caller) {
        return "cluster-lab: the application ended this JVM with System.exit ("
                + caller.getClassName() + "." + caller.getMethodName() + ", "
                + (caller.getFileName() == null
                        ? "unknown source"
                        : caller.getFileName() + ":" + caller.getLineNumber())
                + "), so there is no result. Use --process: then it ends its node only.";
    }

    /**
     * Who ends the JVM, if it is neither the lab nor a signal.
     *
     * @param threads all of them, with their stacks, the innermost call first
     */
    static Optional<StackTraceElement> caller(Map<Thread, StackTraceElement[]> threads) {
        Optional<StackTraceElement> other = Optional.empty();
        for (StackTraceElement[] stack : threads.values()) {
            int at = 0;
            while (at < stack.length && !isExit(stack[at])) {
                at++;
            }
            while (at < stack.length && BETWEEN.stream().anyMatch(stack[at].getClassName()::startsWith)) {
                at++;
            }
            if (at < stack.length) {
                if (stack[at].getClassName().equals(Main.class.getName())) {
                    return Optional.empty();
                }
                other = Optional.of(stack[at]);
            }
        }
        return other;
    }

    private static boolean isExit(StackTraceElement call) {
        return call.getClassName().equals("java.lang.Runtime")
                && call.getMethodName().equals("exit");
    }

    /** JLine's own hook gives a terminal with a prompt its settings back. */
    private static void awaitTerminal() {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("JLine Shutdown Hook")) {
                try {
                    thread.join(TERMINAL_MILLIS);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }
    }
}
