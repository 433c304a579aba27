package clusterlab.wire;

import clusterlab.lesson.LessonAction;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request to act in a lesson.
 *
 * @param what the name of a lesson with START, a letter with ANSWER, else empty
 */
public record LessonRequest(LessonAction action, String what) {
    private static final Map<LessonAction, String> FIELDS =
            Map.of(LessonAction.START, "lesson", LessonAction.ANSWER, "answer");

    /** Reads a body. */
    public static LessonRequest read(Fields json) throws MalformedException {
        String word = json.text("action");
        LessonAction action = Arrays.stream(LessonAction.values())
                .filter(one -> Wire.word(one).equals(word))
                .findFirst()
                .orElseThrow(() -> new MalformedException("action must be one of "
                        + Arrays.stream(LessonAction.values()).map(Wire::word).collect(Collectors.joining(", "))
                        + "."));
        String field = FIELDS.get(action);
        json.only(field == null ? List.of("action") : List.of("action", field));
        return new LessonRequest(action, field == null ? "" : json.text(field));
    }

    /** The body. */
    Map<String, Object> write() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("action", Wire.word(action));
        String field = FIELDS.get(action);
        if (field != null) {
            json.put(field, what);
        }
        return json;
    }
}
