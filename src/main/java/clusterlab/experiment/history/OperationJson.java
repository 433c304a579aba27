package clusterlab.experiment.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.stream.IntStream;
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
        if (op.size() != Operation.NONE) {
            out.writeNumberField("size", op.size());
        }
        if (op.elements() != null) {
            writeElements(out, op.elements());
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

    /** The next operation, or null at the end; what stands between operations goes to the notes. */
    static @Nullable Operation read(JsonParser in, History.Notes notes) throws IOException {
        while (in.nextToken() != null) {
            Operation read = readLine(in, notes);
            if (read != null) {
                return read;
            }
        }
        return null;
    }

    private static @Nullable Operation readLine(JsonParser in, History.Notes notes) throws IOException {
        boolean isNote = false;
        Operation.Phase phase = null;
        Operation.Kind kind = null;
        int client = 0;
        int session = 0;
        int status = 0;
        long request = 0;
        long at = 0;
        long intended = Long.MIN_VALUE;
        long value = Operation.NONE;
        long size = Operation.NONE;
        Elements elements = null;
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
                case "size" -> size = in.getLongValue();
                case "elements" -> elements = readElements(in);
                case "node" -> node = in.getText();
                case "status" -> status = in.getIntValue();
                case "error" -> error = in.getText();
                default -> {
                    if (in.currentToken() == JsonToken.START_OBJECT) {
                        notes.note(field, in);
                        isNote = true;
                    } else {
                        in.skipChildren();
                    }
                }
            }
        }
        if (isNote) {
            return null;
        }
        if (phase == null || kind == null) {
            throw new JsonParseException(in, "it names no phase or kind");
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
                size,
                elements,
                node,
                status,
                error);
    }

    static void writeElements(JsonGenerator out, Elements elements) throws IOException {
        out.writeFieldName("elements");
        int[] all = elements.stream().toArray();
        out.writeArray(all, 0, all.length);
    }

    /** Reads the array at whose beginning the parser is. */
    static Elements readElements(JsonParser in) throws IOException {
        IntStream.Builder read = IntStream.builder();
        while (in.nextToken() != JsonToken.END_ARRAY) {
            read.add(in.getIntValue());
        }
        return Elements.of(read.build().toArray());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Operation.Kind kind(String word) {
        return Operation.Kind.valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
