package org.apache.catalina.tribes;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** Something that a thread of its own does. */
public class TesterThread<T> extends FutureTask<T> {

    private TesterThread(Callable<T> action) {
        super(action);
    }

    /** Something that may fail. */
    public interface Action {
        void run() throws Exception;
    }

    public static TesterThread<Void> start(Action action) {
        return call(() -> {
            action.run();
            return null;
        });
    }

    public static <T> TesterThread<T> call(Callable<T> action) {
        TesterThread<T> result = new TesterThread<>(action);
        Thread thread = new Thread(result, "TesterThread");
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    /** Waits for the end and for what it gives. */
    public T join() throws Exception {
        return get(TesterChannel.TIMEOUT, TimeUnit.SECONDS);
    }
}
