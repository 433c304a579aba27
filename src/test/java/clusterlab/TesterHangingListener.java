package clusterlab;

import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import java.util.concurrent.CountDownLatch;

/** A listener of an application that hangs in its start or its end, whoever interrupts it, until a test releases it. */
public final class TesterHangingListener implements ServletContextListener {
    private static volatile CountDownLatch start = new CountDownLatch(0);
    private static volatile CountDownLatch end = new CountDownLatch(0);

    /** From now on applications hang in their start. */
    static void hangInStart() {
        start = new CountDownLatch(1);
    }

    /** From now on applications hang in their end. */
    static void hangInEnd() {
        end = new CountDownLatch(1);
    }

    static void release() {
        start.countDown();
        end.countDown();
    }

    @Override
    public void contextInitialized(ServletContextEvent event) {
        hang(start);
    }

    @Override
    public void contextDestroyed(ServletContextEvent event) {
        hang(end);
    }

    private static void hang(CountDownLatch latch) {
        while (latch.getCount() > 0) {
            try {
                latch.await();
            } catch (InterruptedException ignored) {
                // On purpose.
            }
        }
    }
}
