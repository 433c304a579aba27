package clusterlab.wire;

import clusterlab.lesson.LessonView;
import java.util.List;

/** The lessons, in the order in which they are meant to be taken. */
public record LessonsJson(List<LessonView.Entry> lessons) {
    public LessonsJson {
        lessons = List.copyOf(lessons);
    }
}
