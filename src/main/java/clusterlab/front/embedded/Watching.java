package clusterlab.front.embedded;

import clusterlab.front.Passed;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who is told of requests and their answers, and how many of them are not over yet. For any thread. */
final class Watching {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition allOver = lock.newCondition();
    private volatile @Nullable Consumer<Passed> watcher;
    private int running;

    /** From now on tells this one. */
    void tell(Consumer<Passed> told) {
        watcher = told;
    }

    /** A request begins; null if nobody is told. {@link #over} has to follow. */
    @Nullable
    Consumer<Passed> begin() {
        if (watcher == null) {
            return null;
        }
        lock.lock();
        try {
            // Read again: after end nothing begins.
            if (watcher != null) {
                running++;
            }
            return watcher;
        } finally {
            lock.unlock();
        }
    }

    /** Such a request is over, and told. */
    void over() {
        lock.lock();
        try {
            running--;
            if (running == 0) {
                allOver.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Tells of nothing that begins from now on; waits for what began, at most so long. */
    void end(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            watcher = null;
            long left = patience.toNanos();
            while (running > 0 && left > 0) {
                left = allOver.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
