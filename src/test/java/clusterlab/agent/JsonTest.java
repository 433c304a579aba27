package clusterlab.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the agent writes, the lab reads with another library, and the other way round. */
class JsonTest {
    @Test
    void anotherLibraryReadsWhatItWrites() throws Exception {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("text", "quote \" backslash \\ line\n tab\t zero\0 é 한 \uD83D\uDE00");
        line.put("numbers", List.of(0, -1, 1L << 60, 0.25));
        line.put("others", Arrays.asList(true, false, null));
        line.put("nested", Map.of("a", List.of(Map.of("b", "c"))));
        String written = Json.write(line);
        assertThat(written).isPrintable().doesNotContain("\n");
        assertThat(JSON.std.mapFrom(written)).isEqualTo(line(line));
    }

    /** The library makes the smallest type that holds a number. */
    private static Map<String, Object> line(Map<String, Object> line) {
        return new LinkedHashMap<>(line);
    }

    @Test
    void readsWhatAnotherLibraryWrites() throws Exception {
        Map<String, Object> read = Json.read(JSON.std.asString(Map.of(
                "text", "quote \" backslash \\ 한", "number", 1L << 60, "list", List.of("a", "b"), "flag", true)));
        assertThat(read.get("text")).isEqualTo("quote \" backslash \\ 한");
        assertThat(((Number) read.get("number")).longValue()).isEqualTo(1L << 60);
        assertThat(read.get("list")).isEqualTo(List.of("a", "b"));
        assertThat(read.get("flag")).isEqualTo(true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "[1]",
                "{",
                "{\"a\":}",
                "\"text\"",
                "{\"a\":1}}",
                "{\"a\":1 2}",
                "{\"a\" 1}",
                "{\"a\":\"\\u12\"}",
                "{\"a\":--1}"
            })
    void refusesWhatIsNoObject(String line) {
        assertThatThrownBy(() -> Json.read(line)).isInstanceOf(IOException.class);
    }
}
