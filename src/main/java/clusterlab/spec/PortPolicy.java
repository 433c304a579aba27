package clusterlab.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Says which ports are free, and keeps those that the plan took until the server that needs a port releases it: so
 * two labs that plan at the same moment get different ports.
 */
public interface PortPolicy extends AutoCloseable {

    /**
     * Takes a port for this plan.
     *
     * @param port 1 to 65535, or 0 for any free one
     * @return the port, or empty if somebody has it
     */
    Optional<Integer> take(int port);

    /** Gives a port free just before a server binds it; a port that was not taken is ignored. */
    void release(int port);

    /** Says that this port was asked for by hand: then no other one will do. */
    void pin(int port);

    /** Whether this port was asked for by hand. */
    boolean isPinned(int port);

    /**
     * Takes the next free port above this one.
     *
     * @return empty if there is none
     */
    default Optional<Integer> takeAbove(int port) {
        Optional<Integer> taken = Optional.empty();
        for (int next = port + 1; taken.isEmpty() && next <= 65535; next++) {
            taken = take(next);
        }
        return taken;
    }

    /**
     * Another port for a server that could not start on the one that was released for it.
     *
     * @return empty if the port was asked for by hand, or if nobody took it, so that something else is wrong
     */
    default Optional<Integer> insteadOf(int port) {
        if (isPinned(port)) {
            return Optional.empty();
        }
        if (take(port).isPresent()) {
            release(port);
            return Optional.empty();
        }
        return takeAbove(port);
    }

    /** Gives all ports free. */
    @Override
    void close();

    /** Binds each port on the loopback address and holds it. */
    static PortPolicy probing() {
        return new Probing();
    }

    /** Opens nothing: every port is free but these, and 0 gives ports from 49152 upwards. */
    static PortPolicy assuming(Set<Integer> taken) {
        return new Assuming(taken);
    }

    /** Holds a listening socket for each port taken. */
    final class Probing implements PortPolicy {
        /**
         * Where "any free port" is looked for: below the ephemeral ports of Linux (32768), macOS and Windows (49152). One of
         * those could be given to an outgoing connection between release and bind.
         */
        private static final int ANY_FROM = 20_000;

        private static final int ANY_TO = 32_000;
        private static final int TRIES = 200;

        private final Map<Integer, ServerSocket> held = new ConcurrentHashMap<>();
        private final Set<Integer> pinned = ConcurrentHashMap.newKeySet();

        private Probing() {}

        @Override
        public Optional<Integer> take(int port) {
            if (port != 0) {
                return bind(port);
            }
            for (int i = 0; i < TRIES; i++) {
                Optional<Integer> free = bind(ThreadLocalRandom.current().nextInt(ANY_FROM, ANY_TO));
                if (free.isPresent()) {
                    return free;
                }
            }
            return bind(0);
        }

        private Optional<Integer> bind(int port) {
            try {
                // Kept open on purpose: release() and close() end it.
                @SuppressWarnings("resource")
                ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
                held.put(socket.getLocalPort(), socket);
                return Optional.of(socket.getLocalPort());
            } catch (IOException taken) {
                return Optional.empty();
            }
        }

        @Override
        public void release(int port) {
            ServerSocket socket = held.remove(port);
            if (socket != null) {
                try {
                    socket.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public void pin(int port) {
            pinned.add(port);
        }

        @Override
        public boolean isPinned(int port) {
            return pinned.contains(port);
        }

        @Override
        public void close() {
            Set.copyOf(held.keySet()).forEach(this::release);
        }
    }

    /** For plans that are only printed or exported, and for tests. */
    final class Assuming implements PortPolicy {
        private final Set<Integer> taken;
        private int next = 49152;

        private Assuming(Set<Integer> taken) {
            this.taken = ConcurrentHashMap.newKeySet();
            this.taken.addAll(taken);
        }

        @Override
        public Optional<Integer> take(int port) {
            if (port != 0) {
                return taken.add(port) ? Optional.of(port) : Optional.empty();
            }
            while (!taken.add(next)) {
                next++;
            }
            return Optional.of(next);
        }

        @Override
        public void release(int port) {
            // The plan keeps what it took.
        }

        @Override
        public void pin(int port) {
            // No server is started on it.
        }

        @Override
        public boolean isPinned(int port) {
            return true;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
