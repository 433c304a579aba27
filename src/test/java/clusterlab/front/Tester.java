package clusterlab.front;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

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
}
