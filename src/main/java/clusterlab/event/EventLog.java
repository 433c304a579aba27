package clusterlab.event;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All events in one order. The log keeps the newest. Appending is cheap. The appending thread calls the listeners, so a
 * listener must not block.
 */
public final class EventLog {
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition appended = lock.newCondition();
    /** Event n is at (n - 1) modulo its length. */
    private final @Nullable Stamped[] ring;

    private final List<Consumer<Stamped>> listeners = new CopyOnWriteArrayList<>();
    private long sequence;

    /**
     * An empty log.
     *
     * @param capacity how many events the log keeps; with 0 the log is off, and callers need not collect events
     */
    public EventLog(int capacity, Clock clock) {
        this.ring = new Stamped[capacity];
        this.clock = clock;
    }

    /** Whether the log is on. */
    public boolean isOn() {
        return ring.length > 0;
    }

    /** Appends an event and calls the listeners. */
    public Stamped append(Event event) {
        lock.lock();
        try {
            Stamped stamped = new Stamped(++sequence, clock.millis(), event);
            if (isOn()) {
                ring[index(sequence)] = stamped;
                appended.signalAll();
            }
            // Under the lock, so that every listener gets every event in order.
            listeners.forEach(listener -> listener.accept(stamped));
            return stamped;
        } finally {
            lock.unlock();
        }
    }

    /** From now on calls the listener for each event, in order. */
    public void subscribe(Consumer<Stamped> listener) {
        listeners.add(listener);
    }

    /** Ends a subscription. */
    public void unsubscribe(Consumer<Stamped> listener) {
        listeners.remove(listener);
    }

    /** The newest event's sequence number; 0 if there is none. */
    public long sequence() {
        lock.lock();
        try {
            return sequence;
        } finally {
            lock.unlock();
        }
    }

    /** Kept events after this sequence number, oldest first; at most {@code most}. */
    public List<Stamped> after(long after, int most) {
        lock.lock();
        try {
            List<Stamped> found = new ArrayList<>();
            long oldest = Math.max(1, sequence - ring.length + 1);
            for (long n = Math.max(after + 1, oldest); n <= sequence && found.size() < most; n++) {
                found.add(Objects.requireNonNull(ring[index(n)]));
            }
            return found;
        } finally {
            lock.unlock();
        }
    }

    /**
     * As {@link #after}, but waits for an event if there is none yet. If the log is off, it waits for the whole timeout.
     *
     * @return empty if there was none within the timeout
     */
    public List<Stamped> await(long after, int most, Duration timeout) throws InterruptedException {
        long left = timeout.toNanos();
        lock.lockInterruptibly();
        try {
            while ((!isOn() || sequence <= after) && left > 0) {
                left = appended.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
        return after(after, most);
    }

    private int index(long n) {
        return (int) ((n - 1) % ring.length);
    }
}
