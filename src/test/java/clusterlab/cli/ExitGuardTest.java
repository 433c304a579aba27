package clusterlab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExitGuardTest {
    private static StackTraceElement call(String type, String method) {
        return new StackTraceElement(type, method, type.substring(type.lastIndexOf('.') + 1) + ".java", 12);
    }

    private static StackTraceElement[] exit(StackTraceElement... callers) {
        StackTraceElement[] stack = new StackTraceElement[callers.length + 3];
        stack[0] = call("java.lang.Shutdown", "exit");
        stack[1] = call("java.lang.Runtime", "exit");
        stack[2] = call("java.lang.System", "exit");
        System.arraycopy(callers, 0, stack, 3, callers.length);
        return stack;
    }

    private static Map<Thread, StackTraceElement[]> threads(StackTraceElement[]... stacks) {
        Map<Thread, StackTraceElement[]> all = new LinkedHashMap<>();
        for (StackTraceElement[] stack : stacks) {
            all.put(new Thread(), stack);
        }
        return all;
    }

    private static final StackTraceElement[] AT_WORK = {
        call("java.lang.Object", "wait"), call("demo.Worker", "run"), call("java.lang.Thread", "run")
    };

    @Test
    void theApplicationsMethodThatEndsTheJvmIsNamed() {
        StackTraceElement[] page = exit(
                call("java.util.Optional", "ifPresent"),
                call("demo.Page", "doGet"),
                call("org.apache.catalina.core.ApplicationFilterChain", "doFilter"));
        assertThat(ExitGuard.caller(threads(AT_WORK, page)).map(ExitGuard::sentence))
                .contains(
                        "cluster-lab: the application ended this JVM with System.exit (demo.Page.doGet, Page.java:12), so"
                                + " there is no result. Use --process: then it ends its node only.");
    }

    @Test
    void theLabsOwnEndAndASignalAreNoOnes() {
        assertThat(ExitGuard.caller(threads(AT_WORK, exit(call("clusterlab.cli.Main", "main")))))
                .isEmpty();
        StackTraceElement[] signal = {
            call("java.lang.Shutdown", "exit"),
            call("java.lang.Terminator$1", "handle"),
            call("jdk.internal.misc.Signal$1", "run"),
            call("java.lang.Thread", "run")
        };
        assertThat(ExitGuard.caller(threads(AT_WORK, signal))).isEmpty();
    }

    /** The lab has its verdict then, and its exit code counts. */
    @Test
    void anExitOfTheApplicationWhileTheLabEndsIsNone() {
        assertThat(ExitGuard.caller(
                        threads(exit(call("demo.Page", "doGet")), exit(call("clusterlab.cli.Main", "main")))))
                .isEmpty();
    }
}
