package clusterlab.wire;

import clusterlab.fault.Nemesis;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.jr.ob.JSON;
import com.fasterxml.jackson.jr.ob.JacksonJrExtension;
import com.fasterxml.jackson.jr.ob.api.ExtensionContext;
import com.fasterxml.jackson.jr.ob.api.ReaderWriterProvider;
import com.fasterxml.jackson.jr.ob.api.ValueReader;
import com.fasterxml.jackson.jr.ob.api.ValueWriter;
import com.fasterxml.jackson.jr.ob.impl.JSONReader;
import com.fasterxml.jackson.jr.ob.impl.JSONWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Converts records of this package to bytes and back. */
public final class Wire {
    /** Writers of records that leave out null fields, or that contain the fields of a fault. */
    private static final Map<Class<?>, ValueWriter> WRITERS = Map.of(
            Nemesis.Active.class, new FieldsWriter<>(Nemesis.Active.class, FaultJson::write),
            FaultRequest.class, new FieldsWriter<>(FaultRequest.class, FaultRequest::write),
            LessonRequest.class, new FieldsWriter<>(LessonRequest.class, LessonRequest::write),
            LoadRequest.class, new FieldsWriter<>(LoadRequest.class, LoadRequest::write));

    private static final JSON FORMAT = JSON.builder()
            .enable(JSON.Feature.WRITE_NULL_PROPERTIES, JSON.Feature.WRITE_RECORD_FIELDS_IN_DECLARATION_ORDER)
            .enable(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS)
            .register(new OwnFormats())
            .build();

    private Wire() {}

    /** Writes a record, with null for null components. */
    public static byte[] bytes(Object record) {
        try {
            return FORMAT.asBytes(record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a record; ignores unknown fields.
     *
     * @throws IOException if a field is missing or of another type
     */
    public static <T> T read(Class<T> type, byte[] json) throws IOException {
        T read = FORMAT.beanFrom(type, json);
        if (read == null) {
            throw new MalformedException("There is null instead of an object.");
        }
        return read;
    }

    /** Reads one JSON object without repeated fields. */
    public static Fields fields(byte[] json) throws MalformedException {
        try {
            Map<String, Object> read = FORMAT.mapFrom(json);
            if (read != null) {
                return new Fields(read);
            }
        } catch (IOException | IllegalStateException notJson) {
            // Reported below; the parser's own message would quote the body.
        }
        throw new MalformedException("The body is not one JSON object.");
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static final class OwnFormats extends JacksonJrExtension {
        @Override
        protected void register(ExtensionContext context) {
            context.insertProvider(new ReaderWriterProvider() {
                @Override
                public @Nullable ValueWriter findValueWriter(JSONWriter writer, Class<?> type) {
                    return WRITERS.get(type);
                }

                @Override
                public @Nullable ValueReader findValueReader(JSONReader reader, Class<?> type) {
                    return type == Nemesis.Active.class ? new ActiveReader() : null;
                }
            });
        }
    }

    private record FieldsWriter<T>(Class<T> valueType, Function<T, Map<String, Object>> fields) implements ValueWriter {
        @Override
        public void writeValue(JSONWriter context, JsonGenerator generator, Object value) throws IOException {
            context.writeValue(fields.apply(valueType.cast(value)));
        }
    }

    private static final class ActiveReader extends ValueReader {
        ActiveReader() {
            super(Nemesis.Active.class);
        }

        @Override
        public Object read(JSONReader reader, JsonParser parser) throws IOException {
            return FaultJson.readActive(new Fields(reader.readMap()));
        }
    }
}
