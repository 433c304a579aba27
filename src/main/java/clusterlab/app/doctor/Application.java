package clusterlab.app.doctor;

import clusterlab.diagnosis.RuleFinding;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What was read of an application. Names of classes are internal ones, with slashes.
 *
 * @param headers all its classes, also those of its libraries
 * @param code class files of its own classes: WEB-INF/classes, and libraries that are no known framework
 * @param damaged files in it that can't be read, with the reason
 * @param unseen own classes whose code was not kept, since there is too much of it
 */
record Application(
        Path path,
        Kind kind,
        Optional<Descriptor> descriptor,
        List<Descriptor> fragments,
        Optional<Descriptor> context,
        Map<String, ClassHeader> headers,
        Map<String, byte[]> code,
        List<Page> pages,
        List<String> libraries,
        List<String> damaged,
        int unseen) {

    enum Kind {
        FOLDER("folder"),
        WAR("WAR"),
        SPRING_BOOT("Spring Boot WAR");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** A JSP. */
    record Page(String path, String text) {}

    /** Whether something is so, is not, or depends on a class that is not there. */
    enum Answer {
        YES,
        NO,
        UNKNOWN
    }

    /** Whether a class can be assigned to another one, by their headers and by the JDK of this process. */
    Answer isA(String name, String wanted) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(name));
        boolean unknown = false;
        while (!open.isEmpty()) {
            String next = open.pop();
            if (next.equals(wanted)) {
                return Answer.YES;
            }
            if (!seen.add(next)) {
                continue;
            }
            ClassHeader header = headers.get(next);
            if (header != null) {
                if (header.superName() != null) {
                    open.push(header.superName());
                }
                header.interfaces().forEach(open::push);
                continue;
            }
            Class<?> known = jdk(next);
            if (known == null) {
                unknown |= !isServlet(next);
            } else {
                if (known.getSuperclass() != null) {
                    open.push(known.getSuperclass().getName().replace('.', '/'));
                }
                for (Class<?> one : known.getInterfaces()) {
                    open.push(one.getName().replace('.', '/'));
                }
            }
        }
        return unknown ? Answer.UNKNOWN : Answer.NO;
    }

    /** Whether its objects can be serialised, as far as their class says it. */
    Answer isSerializable(String name) {
        if (isServlet(name)) {
            // Of the servlet API these are: Cookie, and HttpServlet with its superclass.
            return name.endsWith("/Cookie") || name.endsWith("/HttpServlet") || name.endsWith("/GenericServlet")
                    ? Answer.YES
                    : Answer.NO;
        }
        Answer answer = isA(name, Serializable.class.getName().replace('.', '/'));
        if (answer == Answer.NO && headers.get(name) != null && extendsServlet(name)) {
            return Answer.YES;
        }
        return answer;
    }

    private boolean extendsServlet(String name) {
        return isA(name, "jakarta/servlet/GenericServlet") == Answer.YES
                || isA(name, "javax/servlet/GenericServlet") == Answer.YES
                || isA(name, "jakarta/servlet/http/HttpServlet") == Answer.YES
                || isA(name, "javax/servlet/http/HttpServlet") == Answer.YES;
    }

    private static boolean isServlet(String name) {
        return name.startsWith("jakarta/servlet/") || name.startsWith("javax/servlet/");
    }

    /** A class of the JDK, which is not initialised, or null. */
    static @Nullable Class<?> jdk(String name) {
        if (!name.startsWith("java/") && !name.startsWith("javax/")) {
            return null;
        }
        try {
            return Class.forName(name.replace('/', '.'), false, ClassLoader.getPlatformClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            return null;
        }
    }

    /** Where a class of the application is, for the user. */
    RuleFinding.Place place(String name) {
        ClassHeader header = headers.get(name);
        return header == null
                ? RuleFinding.Place.file(name + ".class")
                : new RuleFinding.Place(header.sourcePath(), Optional.empty(), header.dotted());
    }
}
