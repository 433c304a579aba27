package org.apache.catalina.tribes;

import java.io.IOException;
import java.io.Serializable;
import java.io.StreamCorruptedException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import org.apache.catalina.tribes.group.ChannelInterceptorBase;
import org.apache.catalina.tribes.group.InterceptorPayload;
import org.apache.catalina.tribes.io.XByteBuffer;

/** Holds back messages, as a slow link or a thread that does not run would. */
public class TesterHoldInterceptor extends ChannelInterceptorBase {

    private final Queue<Held> incoming = new ConcurrentLinkedQueue<>();
    private final Queue<Held> outgoing = new ConcurrentLinkedQueue<>();

    /** Holds back the next matching message that arrives, until it is released. */
    public Held incoming(Predicate<Serializable> wanted) {
        Held result = new Held(wanted);
        incoming.add(result);
        return result;
    }

    /** Holds back the next matching message that is sent, until it is released. */
    public Held outgoing(Predicate<Serializable> wanted) {
        Held result = new Held(wanted);
        outgoing.add(result);
        return result;
    }

    @Override
    public void sendMessage(Member[] destination, ChannelMessage msg, InterceptorPayload payload)
            throws ChannelException {
        Held found = find(outgoing, msg);
        super.sendMessage(destination, msg, payload);
        handled(found);
    }

    @Override
    public void messageReceived(ChannelMessage msg) {
        Held found = find(incoming, msg);
        super.messageReceived(msg);
        handled(found);
    }

    private Held find(Queue<Held> all, ChannelMessage msg) {
        try {
            XByteBuffer data = msg.getMessage();
            Serializable content = XByteBuffer.deserialize(data.getBytesDirect(), 0, data.getLength());
            for (Held one : all) {
                if (one.wanted.test(content) && all.remove(one)) {
                    one.arrived.countDown();
                    one.released.await(TesterChannel.TIMEOUT, TimeUnit.SECONDS);
                    return one;
                }
            }
            return null;
        } catch (StreamCorruptedException e) {
            // A message of an interceptor: plain bytes
            return null;
        } catch (IOException | ClassNotFoundException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void handled(Held found) {
        if (found != null) {
            found.handled.countDown();
        }
    }

    /** A message that is held back. */
    public static class Held {
        private final Predicate<Serializable> wanted;
        private final CountDownLatch arrived = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);
        private final CountDownLatch handled = new CountDownLatch(1);

        private Held(Predicate<Serializable> wanted) {
            this.wanted = wanted;
        }

        /** Waits until the message is held back. */
        public void await() throws InterruptedException {
            await(arrived);
        }

        public void release() {
            released.countDown();
        }

        /** Releases the message and waits until it has been handled. */
        public void pass() throws InterruptedException {
            release();
            await(handled);
        }

        private static void await(CountDownLatch latch) throws InterruptedException {
            if (!latch.await(TesterChannel.TIMEOUT, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The message did not arrive");
            }
        }
    }
}
