package clusterlab.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Tells of Ctrl-C and its kin. A JVM that is already shutting down ignores a second Ctrl-C, so shutdown hooks alone
 * can't make it end at once. sun.misc.Signal (module jdk.unsupported) is reached by reflection; where it is missing, the
 * shutdown hook alone does the work.
 */
final class Signals {
    private Signals() {}

    /** Calls the action for each INT, TERM and HUP that arrives, as far as this platform has them. */
    static void onEnd(Runnable action) {
        for (String name : new String[] {"INT", "TERM", "HUP"}) {
            handle(name, action);
        }
    }

    private static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler invocation = (proxy, method, args) -> switch (method.getName()) {
                case "handle" -> {
                    action.run();
                    yield null;
                }
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == args[0];
                default -> name;
            };
            signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance(name),
                            Proxy.newProxyInstance(
                                    Signals.class.getClassLoader(), new Class<?>[] {handler}, invocation));
        } catch (ReflectiveOperationException | IllegalArgumentException unsupported) {
            // Then the JVM's own handling applies, which runs the shutdown hooks.
        }
    }
}
