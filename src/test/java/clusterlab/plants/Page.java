package clusterlab.plants;

import clusterlab.Lab;
import clusterlab.run.Rig;
import clusterlab.spec.NodeSpec;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page of the experiments with other code in some places: an application, or a Tomcat, that writes or answers wrong. */
final class Page implements Rig {
    private static final String NAME = "experiment.jsp";
    private static final String FIRST_LINE = "boolean adds = \"add\".equals(op);";
    private static final String SESSION = "HttpSession session = request.getSession(adds);";
    private static final String ADD = "if (adds) {";
    private static final String SET_ELEMENT =
            "session.setAttribute(\"e\" + element, earlier == null ? counter.toString() : earlier + \",\" + counter);";
    private static final String ELEMENTS = "List<int[]> elements = new ArrayList<>();";
    private static final String TEXT = "StringBuilder text =";

    /** An answer that counts an element which the session does not hold. */
    private static final String PRETEND = " if (pretend) elements.add(new int[] {counter, 0});";

    private final String[] edits;

    /** Alternately what is in the page and what has to be there. */
    private Page(String... edits) {
        this.edits = edits;
    }

    /** One of so many answers to a read lacks an element. */
    static Rig readLies(int oneOf) {
        return new Page(
                TEXT,
                "if (\"read\".equals(op) && !elements.isEmpty() && " + Chance.codeOfOneOf(oneOf)
                        + ") elements.remove(elements.size() / 2);\n" + TEXT);
    }

    /** One of so many increments goes to the session of the user before. */
    static Rig mixesSessions(int oneOf) {
        return new Page(
                SESSION,
                SESSION
                        + """

                        if (adds) {
                          HttpSession other = (HttpSession) application.getAttribute("plant");
                          application.setAttribute("plant", session);
                          if (other != null && other != session && %s) session = other;
                        }
                        """
                                .formatted(Chance.codeOfOneOf(oneOf)));
    }

    /** One of so many elements is written half a second after its answer. */
    static Rig answersBeforeItWrites(int oneOf) {
        return new Page(
                FIRST_LINE,
                FIRST_LINE + " boolean pretend = false;",
                SET_ELEMENT,
                """
                if (%s) {
                  pretend = true;
                  HttpSession its = session;
                  String value = counter.toString();
                  Thread later = new Thread(() -> {
                    try {
                      Thread.sleep(500);
                      its.setAttribute("e" + element, value);
                    } catch (InterruptedException | IllegalStateException e) {
                      Thread.currentThread().interrupt();
                    }
                  });
                  later.setDaemon(true);
                  later.start();
                } else {
                  %s
                }
                """
                        .formatted(Chance.codeOfOneOf(oneOf), SET_ELEMENT),
                ELEMENTS,
                ELEMENTS + PRETEND);
    }

    /** One of so many elements is answered as if it were written, with the right counter, and is not. */
    static Rig answersWithoutWriting(int oneOf) {
        return new Page(
                FIRST_LINE,
                FIRST_LINE + " boolean pretend = false;",
                SET_ELEMENT,
                "if (" + Chance.codeOfOneOf(oneOf) + ") pretend = true; else " + SET_ELEMENT,
                ELEMENTS,
                ELEMENTS + PRETEND);
    }

    /** One of so many increments does nothing and answers 200 with the counter as it was. */
    static Rig answersOldCounter(int oneOf) {
        return new Page(ADD, "if (adds && (session.isNew() || !(" + Chance.codeOfOneOf(oneOf) + "))) {");
    }

    /** One of so many increments does nothing and answers 200 with an empty page. */
    static Rig answersNothing(int oneOf) {
        return new Page(SESSION, "if (adds && " + Chance.codeOfOneOf(oneOf) + ") return;\n" + SESSION);
    }

    /** One of so many increments is done twice. */
    static Rig countsTwice(int oneOf) {
        return new Page(
                ADD, "for (int times = !adds ? 0 : " + Chance.codeOfOneOf(oneOf) + " ? 2 : 1; times > 0; times--) {");
    }

    /** Edits the page, and asks each node for it once: none compiles it under load. */
    @Override
    public void booted(Lab lab) throws IOException {
        Path page = lab.folder().webapp().resolve(NAME);
        String text = Files.readString(page);
        for (int i = 0; i < edits.length; i += 2) {
            if (!text.contains(edits[i])) {
                throw new IOException(NAME + " has no longer: " + edits[i]);
            }
            text = text.replace(edits[i], edits[i + 1]);
        }
        Files.writeString(page, text);
        for (NodeSpec node : lab.topology().nodes()) {
            URI read = URI.create(node.httpUrl()).resolve(lab.topology().startPath() + NAME + "?op=read");
            try (InputStream answer = read.toURL().openStream()) {
                answer.readAllBytes();
            }
        }
    }
}
