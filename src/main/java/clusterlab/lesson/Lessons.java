package clusterlab.lesson;

import clusterlab.lang.Lang;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The lessons of the jar, {@code clusterlab/lesson/LANGUAGE/NAME.lesson}, and those in files. */
public final class Lessons {
    /** In the order of the list. */
    static final List<String> NAMES = List.of(
            "tutorial",
            "distributable",
            "sticky",
            "crash",
            "setting2",
            "sync-price",
            "freeze",
            "silent-partition",
            "managers",
            "rolling-restart",
            "in-place",
            "take-home");

    private static final int MOST_BYTES = 256 * 1024;
    private static final Map<Lang, List<Lesson>> READ = new ConcurrentHashMap<>();

    private Lessons() {}

    /** All lessons of the jar. */
    public static List<Lesson> all(Lang lang) {
        return READ.computeIfAbsent(
                lang, of -> NAMES.stream().map(name -> ofJar(of, name)).toList());
    }

    /** The lesson of this name, or empty. */
    public static Optional<Lesson> find(Lang lang, String name) {
        return all(lang).stream().filter(lesson -> lesson.name().equals(name)).findFirst();
    }

    /** Whether a lesson is one of the jar, in whichever language. */
    static boolean isOfJar(Lesson lesson) {
        return Arrays.stream(Lang.values())
                .anyMatch(
                        lang -> find(lang, lesson.name()).filter(lesson::equals).isPresent());
    }

    /** The command that starts a lesson of the jar with its lab. */
    public static String command(Lesson lesson) {
        return "cluster-lab lesson " + lesson.name();
    }

    /**
     * Reads a lesson of a teacher's.
     *
     * @throws LessonException if it can't be read, or something in it is wrong
     */
    public static Lesson read(Path file) throws LessonException {
        String name = String.valueOf(file.getFileName());
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new LessonException(file + " is no file of text; name the file of a lesson.");
            }
            byte[] bytes;
            try (InputStream in = Files.newInputStream(file)) {
                // Not the size that the file system tells: files of the kernel have none.
                bytes = in.readNBytes(MOST_BYTES + 1);
            }
            if (bytes.length > MOST_BYTES) {
                throw new LessonException(file + " is longer than 256 KB; this is no lesson.");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return LessonFile.read(name.replaceFirst("\\.lesson$", ""), text);
        } catch (NoSuchFileException e) {
            throw new LessonException("There is no lesson and no file " + file + "; lesson lists the lessons.", e);
        } catch (CharacterCodingException e) {
            throw new LessonException(file + " is not UTF-8; save it as UTF-8.", e);
        } catch (IOException e) {
            throw new LessonException(file + " can't be read: " + e.getMessage() + ".", e);
        }
    }

    private static Lesson ofJar(Lang lang, String name) {
        String resource = "/clusterlab/lesson/" + lang.code() + "/" + name + ".lesson";
        try (InputStream in = Lessons.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not in the jar");
            }
            return LessonFile.read(name, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (LessonException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }
}
