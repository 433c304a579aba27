package clusterlab.app.doctor;

import clusterlab.diagnosis.Certainty;
import clusterlab.diagnosis.RuleFinding;
import clusterlab.diagnosis.Severity;
import java.util.function.Consumer;
import org.objectweb.asm.tree.MethodInsnNode;

/** ReplicationValve works for HTTP requests only. */
final class WebSocketSession extends Rule {
    WebSocketSession() {
        super("websocket-session", Severity.RISK);
    }

    @Override
    public String title() {
        return "A WebSocket endpoint keeps the HttpSession";
    }

    @Override
    public String effect() {
        return "What a message changes in the session reaches the other nodes with the next HTTP request "
                + "of that session, or never.";
    }

    @Override
    public String see() {
        return "cluster-lab verify APP";
    }

    @Override
    public String mend() {
        return "Keep the state of the conversation elsewhere, or let the page send an HTTP request that " + "sets it.";
    }

    @Override
    void method(MethodFlow flow, Examination examination, Consumer<RuleFinding> findings) {
        for (MethodFlow.Call call : flow.calls()) {
            MethodInsnNode method = call.instruction();
            if (method.owner.endsWith("/websocket/server/HandshakeRequest") && method.name.equals("getHttpSession")) {
                findings.accept(RuleFinding.of(
                        this,
                        Certainty.LIKELY,
                        flow.place(call.at()),
                        flow.owner().name(),
                        "A WebSocket endpoint takes the HttpSession of its handshake."));
                return;
            }
        }
    }
}
