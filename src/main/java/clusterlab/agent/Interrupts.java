package clusterlab.agent;

/** Ctrl-C in a terminal goes to all processes of the lab at once; the lab itself decides when and how each of them ends. */
final class Interrupts {
    private Interrupts() {}

    /** Ignores SIGINT in this process from now on; does nothing where that is impossible. */
    static void ignore() {
        try {
            // By name: a JVM need not have it, and the compiler warns of it.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            signal.getConstructor(String.class).newInstance("INT"),
                            handler.getField("SIG_IGN").get(null));
        } catch (ReflectiveOperationException | LinkageError other) {
            // It ends a moment before the lab ends it.
        }
    }
}
