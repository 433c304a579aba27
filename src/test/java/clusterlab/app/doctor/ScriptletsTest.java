package clusterlab.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.testing.TestApps;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read of the Java in a JSP. */
class ScriptletsTest {
    private static final String GET = "<%@page import=\"java.util.*\"%>\n<% List<String> l ="
            + " (List<String>) session.getAttribute(\"list\");\n";

    @TempDir
    Path temp;

    private int apps;

    private List<String> found(String page) throws Exception {
        Path app = TestApps.of(
                temp.resolve("app" + apps++),
                Map.of(
                        "demo/Plain.java",
                        "package demo; public class Plain {}",
                        "demo/Cart.java",
                        "package demo; public class Cart implements java.io.Serializable { public Plain owner; public int n; }"));
        Files.writeString(app.resolve("page.jsp"), page);
        return Doctor.examine(app, DoctorOptions.DEFAULT).findings().stream()
                .map(finding -> finding.rule().id() + " " + finding.subject() + " " + finding.certainty() + " "
                        + finding.place())
                .toList();
    }

    @Test
    void aChangeAfterTheLastSetAttributeIsInPlace() throws Exception {
        assertThat(
                        found(
                                GET
                                        + "if (l == null) { l = new ArrayList<>(); session.setAttribute(\"list\", l); }\nl.add(\"tea\"); %>"))
                .containsExactly("changed-in-place list GUESS page.jsp:4");
        assertThat(found("<p><% ((java.util.List) session.getAttribute(\"list\")).add(\"tea\"); %>"))
                .containsExactly("changed-in-place list GUESS page.jsp:1");
        assertThat(found("<% demo.Cart c = (demo.Cart) session.getAttribute(\"cart\"); %>\n<% c.n++; %>"))
                .containsExactly("changed-in-place cart GUESS page.jsp:2");
        assertThat(found("<jsp:root xmlns:jsp=\"j\"><jsp:scriptlet>int[] a = (int[]) session.getAttribute(\"a\");"
                        + " a[0] = 1;</jsp:scriptlet></jsp:root>"))
                .containsExactly("changed-in-place a GUESS page.jsp:1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "l.add(\"tea\"); session.setAttribute(\"list\", l); %>",
                "l.add(\"tea\"); session.setAttribute(NAME, l); %>",
                "l.add(\"tea\"); save(session, l); %>",
                "l.add(\"tea\"); %><%@ include file=\"save.jspf\" %>",
                "l.add(\"tea\"); %><jsp:forward page=\"save.jsp\"/>",
                "l.add(\"tea\"); session.invalidate(); %>",
                "l = new ArrayList<>(l); l.add(\"tea\"); request.setAttribute(\"list\", l); %>",
                "out.print(l.size()); %>",
                "/* l.add(\"tea\"); */ // l.clear();\n %>",
                "%><%-- <% l.add(1); %> --%>l.add(2)"
            })
    void aChangeThatIsToldOrNoneIsNoFinding(String rest) throws Exception {
        assertThat(found(GET + rest)).isEmpty();
    }

    @Test
    void aPageWithoutASessionHasNone() throws Exception {
        assertThat(found("<%@ page session=\"false\" %>" + GET + "l.add(\"tea\"); %>"))
                .isEmpty();
    }

    @Test
    void theClassOfWhatIsSetIsLookedAt() throws Exception {
        assertThat(
                        found(
                                "<%@ page import=\"demo.*, java.util.*\" %>\n<% session.setAttribute(\"plain\", new Plain());"
                                        + " Cart cart = new Cart(); session.setAttribute(\"cart\", cart);"
                                        + " session.setAttribute(\"fine\", new ArrayList<String>()); session.setAttribute(\"n\", 1); %>"))
                .containsExactlyInAnyOrder(
                        "attribute-not-serializable plain CERTAIN page.jsp:2",
                        "field-not-serializable cart.owner LIKELY page.jsp:2");
        assertThat(found("<% session.setAttribute(\"other\", new Unknown()); %>"))
                .isEmpty();
    }

    @Test
    void aClassOfThePageItselfIsLookedAt() throws Exception {
        String set = " %><% session.setAttribute(\"cart\", new Basket()); %>";
        assertThat(found("<%! static class Basket { int n; }" + set))
                .containsExactly("attribute-not-serializable cart LIKELY page.jsp:1");
        assertThat(found("<%! static class Basket implements java.io.Serializable { int n; }" + set))
                .isEmpty();
    }
}
