package clusterlab.experiment.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An operation as one line of JSON; what is absent is left out. */
final class OperationJson {
    static final JsonFactory FACTORY = new JsonFactory();

    private OperationJson() {}

    static void write(JsonGenerator out, Operation op) throws IOException {
        out.writeStartObject();
        out.writeNumberField("at", op.at());
        out.writeStringField("phase", word(op.phase()));
        out.writeStringField("kind", word(op.kind()));
        out.writeNumberField("client", op.client());
        out.writeNumberField("session", op.session());
        out.writeNumberField("request", op.request());
        if (op.phase() == Operation.Phase.INVOKE && op.intended() != op.at()) {
            out.writeNumberField("intended", op.intended());
        }
        if (op.sessionId() != null) {
            out.writeStringField("id", op.sessionId());
        }
        if (op.value() != Operation.NONE) {
            out.writeNumberField("value", op.value());
        }
        if (op.node() != null) {
            out.writeStringField("node", op.node());
        }
        if (op.status() != 0) {
            out.writeNumberField("status", op.status());
        }
        if (op.error() != null) {
            out.writeStringField("error", op.error());
        }
        out.writeEndObject();
    }

    /** The next operation, or null at the end. */
    static @Nullable Operation read(JsonParser in) throws IOException {
        if (in.nextToken() == null) {
            return null;
        }
        Operation.Phase phase = null;
        Operation.Kind kind = null;
        int client = 0;
        int session = 0;
        int status = 0;
        long request = 0;
        long at = 0;
        long intended = Long.MIN_VALUE;
        long value = Operation.NONE;
        String id = null;
        String node = null;
        String error = null;
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String field = in.currentName();
            in.nextToken();
            switch (field) {
                case "at" -> at = in.getLongValue();
                case "phase" -> phase = Operation.Phase.valueOf(in.getText().toUpperCase(Locale.ROOT));
                case "kind" -> kind = kind(in.getText());
                case "client" -> client = in.getIntValue();
                case "session" -> session = in.getIntValue();
                case "request" -> request = in.getLongValue();
                case "intended" -> intended = in.getLongValue();
                case "id" -> id = in.getText();
                case "value" -> value = in.getLongValue();
                case "node" -> node = in.getText();
                case "status" -> status = in.getIntValue();
                case "error" -> error = in.getText();
                default -> in.skipChildren();
            }
        }
        if (phase == null || kind == null) {
            throw new IOException("a line of the history names no phase or kind, at "
                    + in.currentLocation().offsetDescription());
        }
        return new Operation(
                phase,
                kind,
                client,
                session,
                request,
                at,
                intended == Long.MIN_VALUE ? at : intended,
                id,
                value,
                node,
                status,
                error);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Operation.Kind kind(String word) {
        return Operation.Kind.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
