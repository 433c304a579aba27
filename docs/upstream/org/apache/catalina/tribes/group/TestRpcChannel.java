package org.apache.catalina.tribes.group;

import java.io.Serializable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.catalina.tribes.Channel;
import org.apache.catalina.tribes.Member;
import org.apache.catalina.tribes.TesterChannel;
import org.apache.catalina.tribes.TesterHoldInterceptor;
import org.apache.catalina.tribes.TesterThread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A member disappears after it has received a request and before it has replied. */
public class TestRpcChannel {

    private static final long TIMEOUT = TimeUnit.SECONDS.toMillis(TesterChannel.TIMEOUT);
    private static final byte[] ID = { 1 };

    private TesterChannel caller;
    private TesterChannel callee;

    @BeforeEach
    public void start() throws Exception {
        caller = new TesterChannel();
        callee = new TesterChannel();
        caller.start(TesterChannel.START_OPTIONS);
        callee.start(TesterChannel.START_OPTIONS);
        caller.join(callee);
        callee.join(caller);
    }

    @AfterEach
    public void stop() throws Exception {
        caller.forget();
        callee.forget();
        caller.stop(TesterChannel.START_OPTIONS);
        callee.stop(TesterChannel.START_OPTIONS);
    }

    @Test
    @Tag("defect")
    public void testSendToMemberThatDisappears() throws Exception {
        RpcChannel rpc = new RpcChannel(ID, caller, new TesterCallback());
        new RpcChannel(ID, callee, new TesterCallback());
        TesterHoldInterceptor.Held request = callee.holdIncoming(msg -> msg instanceof RpcMessage);
        TesterThread<Response[]> send = TesterThread.call(() -> rpc.send(caller.getMembers(), "request",
                RpcChannel.FIRST_REPLY, Channel.SEND_OPTIONS_DEFAULT, TIMEOUT));
        request.await();
        caller.leave(callee);
        try {
            Assertions.assertEquals(0, send.get(1, TimeUnit.SECONDS).length);
        } catch (TimeoutException e) {
            Assertions.fail("It waits for the reply of a member that has disappeared");
        } finally {
            request.release();
            send.join();
        }
    }

    private static class TesterCallback implements RpcCallback {
        @Override
        public Serializable replyRequest(Serializable msg, Member sender) {
            return "reply";
        }

        @Override
        public void leftOver(Serializable msg, Member sender) {
            // NO-OP
        }
    }
}
