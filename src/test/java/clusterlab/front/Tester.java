package clusterlab.front;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** What the front's tests share. */
public final class Tester {

    private Tester() {}

    /** Direct buffers of this JVM, in bytes. */
    public static long directMemory() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    /** Waits until it holds. */
    public static void until(Duration atMost, String what, Callable<Boolean> holds) {
        long deadline = System.nanoTime() + atMost.toNanos();
        try {
            while (!holds.call()) {
                if (System.nanoTime() > deadline) {
                    throw new AssertionError("not within " + atMost + ": " + what);
                }
                LockSupport.parkNanos(1_000_000);
            }
        } catch (Exception e) {
            throw new AssertionError(what, e);
        }
    }
}
