package clusterlab.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import clusterlab.diagnosis.Severity;
import clusterlab.testing.TestApps;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forms of a mistake, and forms that look like one, beyond those of the test applications. */
class RulesTest {
    private static final String HEAD =
            """
            package demo;
            import jakarta.servlet.*;
            import jakarta.servlet.http.*;
            import java.io.*;
            import java.util.*;
            import java.util.concurrent.*;
            """;

    @TempDir
    Path temp;

    @Test
    void aFieldOfTypeObjectCountsByWhatItsClassPutsIntoIt() throws Exception {
        Map<String, String> bag = Map.of(
                "Bag",
                """
                public class Bag implements Serializable {
                    private final Object lock = new Object();
                    private final Runnable task = new Task();
                    private final Map<String, List<Task>> tasks = new HashMap<>();
                    private Object fine = new ArrayList<String>();
                }
                """,
                "Task",
                "public class Task implements Runnable { public void run() {} }");
        assertThat(found("session.setAttribute(\"bag\", new Bag());", bag))
                .containsExactlyInAnyOrder(
                        "field-not-serializable bag.lock CERTAIN",
                        "field-not-serializable bag.task CERTAIN",
                        "field-not-serializable bag.tasks.values()[0][0] LIKELY");
    }

    @Test
    void typeArgumentsAreFollowedThroughClassesOfTheApplication() throws Exception {
        Map<String, String> classes = Map.of(
                "Box",
                "public class Box<T> implements Serializable { T value; Box<T> next; }",
                "Held",
                "public class Held implements Serializable { Box<Plain> box; Box<String> text; }",
                "Plain",
                "public class Plain {}");
        assertThat(found("session.setAttribute(\"held\", new Held());", classes))
                .containsExactly("field-not-serializable held.box.value LIKELY");
    }

    @Test
    void variablesWithTypeArgumentsAreFollowed() throws Exception {
        assertThat(found(
                        "List<Plain> list = new ArrayList<>(); list.add(new Plain()); session.setAttribute(\"list\", list);",
                        Map.of("Plain", "public class Plain {}")))
                .containsExactly("field-not-serializable list[0] LIKELY");
    }

    @Test
    void aSuperclassWithoutAConstructorCantBeReadAgain() throws Exception {
        assertThat(found(
                        "session.setAttribute(\"child\", new Child());",
                        Map.of(
                                "Base",
                                "public class Base { Base(int i) {} }",
                                "Child",
                                "public class Child extends Base implements Serializable { Child() { super(1); } }")))
                .containsExactly("attribute-not-serializable child CERTAIN");
    }

    @Test
    void whatWritesItselfOrIsReplacedIsTrusted() throws Exception {
        assertThat(found(
                        "session.setAttribute(\"a\", new A()); session.setAttribute(\"b\", new B());"
                                + " session.setAttribute(\"c\", new C());",
                        Map.of(
                                "C",
                                "public class C implements Serializable { Plain p = new Plain(); String s;"
                                        + " private static final ObjectStreamField[] serialPersistentFields ="
                                        + " {new ObjectStreamField(\"s\", String.class)}; }",
                                "A",
                                "public class A implements Serializable { Plain p = new Plain(); private Object writeReplace() {"
                                        + " return \"a\"; } }",
                                "B",
                                "public class B implements Externalizable { Plain p; public void writeExternal(ObjectOutput o) {}"
                                        + " public void readExternal(ObjectInput i) {} }",
                                "Plain",
                                "public class Plain {}")))
                .isEmpty();
    }

    @Test
    void anInterfaceOrAParentOfSerializableClassesIsNoFinding() throws Exception {
        assertThat(found(
                        "Shape shape = (Shape) request.getAttribute(\"s\"); session.setAttribute(\"shape\", shape);"
                                + "Thing thing = (Thing) request.getAttribute(\"t\"); session.setAttribute(\"thing\", thing);",
                        Map.of(
                                "Shape",
                                "public interface Shape {}",
                                "Thing",
                                "public abstract class Thing {}",
                                "Good",
                                "public class Good extends Thing implements Serializable {}")))
                .isEmpty();
    }

    @Test
    void aChangeThroughAHelperOrAGetterIsSeen() throws Exception {
        Map<String, String> cart = Map.of(
                "Cart",
                "public class Cart implements Serializable { private final List<String> items = new ArrayList<>();"
                        + " public List<String> items() { return items; } int n; int[] counts = new int[3]; }");
        assertThat(found("((Cart) session.getAttribute(\"cart\")).items().add(\"tea\");", cart))
                .containsExactly("changed-in-place cart GUESS");
        assertThat(found(
                        "cart(session).n++;",
                        cart,
                        "Cart cart(HttpSession s) { return (Cart) s.getAttribute(\"cart\"); }"))
                .containsExactly("changed-in-place cart GUESS");
        assertThat(found("put((Cart) session.getAttribute(\"cart\"));", cart, "void put(Cart c) { c.counts[1] = 2; }"))
                .containsExactly("changed-in-place cart GUESS");
        assertThat(found(
                        "Map<String, String> m = (Map<String, String>) session.getAttribute(\"m\"); m.put(\"a\", \"b\");",
                        cart))
                .containsExactly("changed-in-place m GUESS");
    }

    @Test
    void aChangeThatIsToldIsNoFinding() throws Exception {
        Map<String, String> cart =
                Map.of("Cart", "public class Cart implements Serializable { int n; int n() { return n; } }");
        String get = "Cart cart = (Cart) session.getAttribute(\"cart\"); ";
        for (String body : new String[] {
            get + "cart.n++; session.setAttribute(\"cart\", cart);",
            get + "cart.n++; save(session, cart);",
            get + "session.setAttribute(\"cart\", cart); cart.n++;",
            get + "if (cart == null) { cart = new Cart(); } cart.n++; session.setAttribute(\"cart\", cart);",
            get + "cart.n++; request.getRequestDispatcher(\"/save\").forward(request, response);",
            get + "try { cart.n++; } finally { session.setAttribute(\"cart\", cart); }",
            get + "for (int i = 0; i < 3; i++) { cart.n++; } session.setAttribute(\"cart\", cart);",
            get + "cart.n++; session.invalidate();",
            get + "cart.n(); response.getWriter().print(cart.n);",
            "Cart cart = new Cart(); cart.n++; session.setAttribute(\"cart\", cart); cart.n++;",
            "List<String> copy = new ArrayList<>((List<String>) session.getAttribute(\"list\")); copy.add(\"a\");",
            "StringBuilder text = new StringBuilder(); text.append(session.getAttribute(\"list\"));",
        }) {
            assertThat(found(body, cart, "void save(HttpSession s, Cart c) { s.setAttribute(\"cart\", c); }"))
                    .as(body)
                    .isEmpty();
        }
    }

    @Test
    void aMapInAServletUnderTheIdOfASessionIsOutside() throws Exception {
        assertThat(found(
                        "users.put(session.getId(), request.getParameter(\"name\"));",
                        Map.of(),
                        "private final Map<String, String> users = new ConcurrentHashMap<>();"))
                .containsExactly("outside-of-session demo/Page.users GUESS");
        assertThat(found(
                        "all.put(session.getId(), session);",
                        Map.of(),
                        "static final Map<String, HttpSession> all = new ConcurrentHashMap<>();"))
                .as("a register of sessions is a note")
                .containsExactly("outside-of-session demo/Page.all LIKELY");
        assertThat(found("Map<String, String> local = new HashMap<>(); local.put(session.getId(), \"a\");", Map.of()))
                .isEmpty();
    }

    @Test
    void aCacheThatEachNodeCanFillByItselfLosesNothing() throws Exception {
        String cache = "static final Map<String, Object> CACHE = new ConcurrentHashMap<>();";
        String fill = "CACHE.computeIfAbsent(session.getId(), ";
        assertThat(found(fill + "id -> \"constant\");", Map.of(), cache)).isEmpty();
        Path derived = app(fill + "id -> id.toUpperCase());", Map.of(), cache);
        assertThat(Doctor.examine(derived, DoctorOptions.DEFAULT).findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.RISK));
        for (String data : new String[] {
            fill + "id -> request.getParameter(\"name\"));",
            fill + "id -> new ArrayList<String>());",
            "((List<String>) " + fill + "id -> new ArrayList<String>())).add(\"tea\");",
            "CACHE.put(session.getId(), \"constant\");"
        }) {
            Path app = app(data, Map.of(), cache);
            assertThat(Doctor.examine(app, DoctorOptions.DEFAULT).findings())
                    .as(data)
                    .singleElement()
                    .satisfies(finding -> {
                        assertThat(finding.rule().id()).isEqualTo("outside-of-session");
                        assertThat(finding.severity()).isEqualTo(Severity.LOSS);
                    });
        }
    }

    @Test
    void anInterfaceOrAParentWhoseClassesAllBreakIsAFinding() throws Exception {
        Map<String, String> classes = new LinkedHashMap<>(Map.of(
                "Cart",
                "public class Cart implements Serializable { Price price; Line line; }",
                "Price",
                "public interface Price {}",
                "Flat",
                "public class Flat implements Price {}",
                "Line",
                "public abstract class Line implements Serializable {}",
                "Gift",
                "public class Gift extends Line { Flat flat = new Flat(); }"));
        String set = "session.setAttribute(\"cart\", new Cart());";
        assertThat(found(set, classes))
                .containsExactlyInAnyOrder(
                        "field-not-serializable cart.price LIKELY", "field-not-serializable cart.line.flat LIKELY");
        classes.put("Sale", "public class Sale implements Price, Serializable {}");
        classes.put("Tea", "public class Tea extends Line { String kind; }");
        assertThat(found(set, classes))
                .as("one class of each can be serialised")
                .isEmpty();
    }

    @Test
    void whatAControllerOfSpringKeepsInTheSessionIsABean() throws Exception {
        Map<String, String> sources = new LinkedHashMap<>(Map.of(
                "org/springframework/web/bind/annotation/SessionAttributes.java",
                "package org.springframework.web.bind.annotation; public @interface SessionAttributes {"
                        + " String[] value() default {}; String[] names() default {}; Class<?>[] types() default {}; }",
                "org/springframework/web/bind/annotation/ModelAttribute.java",
                "package org.springframework.web.bind.annotation; public @interface ModelAttribute {"
                        + " String value() default \"\"; String name() default \"\"; }",
                "demo/Order.java",
                "package demo; public class Order {}",
                "demo/Visit.java",
                "package demo; public class Visit implements java.io.Serializable { Order order; }",
                "demo/Other.java",
                "package demo; public class Other {}"));
        sources.put(
                "demo/Shop.java",
                "package demo; import org.springframework.web.bind.annotation.*;"
                        + " @SessionAttributes(value = {\"basket\", \"visit\"}, types = Order.class) public class Shop {"
                        + " @ModelAttribute(\"basket\") Order basket() { return new Order(); }"
                        + " @ModelAttribute Visit visit() { return new Visit(); }"
                        + " @ModelAttribute Other other() { return new Other(); } }");
        assertThat(found(TestApps.of(temp.resolve("spring"), sources)))
                .containsExactlyInAnyOrder(
                        "bean-not-serializable basket CERTAIN",
                        "bean-not-serializable order CERTAIN",
                        "bean-not-serializable visit.order LIKELY");
    }

    @Test
    void aResourceIsGivenToTheLabByAnOption() {
        assertThat(new NeedsResources().see()).contains("--context-xml FILE");
    }

    @Test
    void anAnswerThatEndsEarlyIsARisk() throws Exception {
        assertThat(found("response.getWriter().close(); session.setAttribute(\"a\", \"b\");", Map.of()))
                .containsExactly("answered-early demo/Page.doPost LIKELY");
        assertThat(found(
                        "session.setAttribute(\"a\", \"b\"); response.setContentLength(1); response.getWriter().print(1);",
                        Map.of()))
                .containsExactly("answered-early demo/Page.doPost GUESS");
        assertThat(found("session.setAttribute(\"a\", \"b\"); response.getWriter().flush();", Map.of()))
                .as("the end of the answer follows the replication")
                .isEmpty();
    }

    @Test
    void largeAndStrangeAttributesAreRisks() throws Exception {
        assertThat(found("session.setAttribute(\"file\", new byte[1 << 20]);", Map.of()))
                .containsExactly("large-attribute file GUESS");
        assertThat(found("session.setAttribute(\"n\", 1); session.setAttribute(\"n\", 2L);", Map.of()))
                .containsExactly("changes-type n LIKELY");
        assertThat(found(
                        "session.setAttribute(\"l\", new ArrayList<String>()); session.setAttribute(\"l\", List.of());"
                                + " session.setAttribute(\"l\", null);",
                        Map.of()))
                .isEmpty();
    }

    @Test
    void descriptorsAndPagesAreRead() throws Exception {
        Path app = app("", Map.of("Bean", "public class Bean { public void setA(String a) {} }"), "");
        Files.createDirectories(app.resolve("META-INF"));
        Files.writeString(app.resolve("META-INF/context.xml"), "<Context><Manager pathname=\"\"/></Context>");
        Files.writeString(
                app.resolve("page.jsp"),
                "<%-- <jsp:useBean id=\"no\" class=\"demo.Bean\" scope=\"session\"/> --%>"
                        + "<jsp:useBean id=\"bean\" class=\"demo.Bean\" scope=\"session\"/>"
                        + "<jsp:setProperty name=\"bean\" property=\"*\"/>");
        Files.writeString(
                app.resolve("WEB-INF/web.xml"),
                "<web-app><distributable/><resource-ref><res-ref-name>jdbc/shop</res-ref-name></resource-ref></web-app>");
        assertThat(found(app))
                .containsExactly(
                        "own-manager context.xml CERTAIN",
                        "bean-not-serializable bean CERTAIN",
                        "changed-in-place bean LIKELY",
                        "jndi web.xml CERTAIN");
    }

    @Test
    void aLookupInCodeIsNoted() throws Exception {
        assertThat(found(
                        "try { new javax.naming.InitialContext().lookup(\"java:comp/env/jdbc/shop\"); }"
                                + " catch (javax.naming.NamingException e) { throw new ServletException(e); }",
                        Map.of()))
                .containsExactly("jndi demo/Page LIKELY");
    }

    /** Without a container for CDI: what it injects is a proxy, which can be serialised. */
    @Test
    void whatIsInjectedIntoABeanIsNoField() throws Exception {
        Path app = TestApps.of(
                temp.resolve("cdi"),
                Map.of(
                        "jakarta/enterprise/context/SessionScoped.java",
                        "package jakarta.enterprise.context; public @interface SessionScoped {}",
                        "jakarta/inject/Inject.java",
                        "package jakarta.inject; public @interface Inject {}",
                        "demo/Service.java",
                        "package demo; public class Service {}",
                        "demo/Bean.java",
                        "package demo; @jakarta.enterprise.context.SessionScoped public class Bean implements"
                                + " java.io.Serializable { @jakarta.inject.Inject Service service; Service own; }"));
        assertThat(found(app)).containsExactly("bean-not-serializable bean.own LIKELY");
    }

    @Test
    void aSocketThatTakesTheSessionIsARisk() throws Exception {
        Path app = TestApps.of(
                temp.resolve("socket"),
                Map.of(
                        "jakarta/websocket/server/HandshakeRequest.java",
                        "package jakarta.websocket.server; public interface HandshakeRequest { Object getHttpSession(); }",
                        "demo/Socket.java",
                        "package demo; public class Socket { Object of(jakarta.websocket.server.HandshakeRequest r) {"
                                + " return r.getHttpSession(); } }"));
        assertThat(found(app)).containsExactly("websocket-session demo/Socket LIKELY");
    }

    @Test
    void springSessionIsNoted() throws Exception {
        Path app = app("", Map.of(), "");
        Files.createDirectories(app.resolve("WEB-INF/lib"));
        TestApps.pack(app.resolve("WEB-INF/classes"), app.resolve("WEB-INF/lib/spring-session-core-3.5.3.jar"));
        assertThat(found(app)).containsExactly("other-store spring-session LIKELY");
    }

    @Test
    void aFragmentThatIsLeftOutVetoesNothing() throws Exception {
        for (String web : new String[] {
            "<web-app metadata-complete=\"true\"><distributable/></web-app>",
            "<web-app><distributable/><absolute-ordering><name>other</name></absolute-ordering></web-app>",
        }) {
            Path app = app("", Map.of(), "");
            Path fragment = Files.createDirectories(temp.resolve("fragment" + apps + "/META-INF"));
            Files.writeString(fragment.resolve("web-fragment.xml"), "<web-fragment><name>mine</name></web-fragment>");
            Files.createDirectories(app.resolve("WEB-INF/lib"));
            TestApps.pack(fragment.getParent(), app.resolve("WEB-INF/lib/mine.jar"));
            assertThat(found(app)).containsExactly("distributable-vetoed mine.jar CERTAIN");
            Files.writeString(app.resolve("WEB-INF/web.xml"), web);
            assertThat(found(app)).as(web).isEmpty();
        }
    }

    private int apps;

    private Path app(String body, Map<String, String> classes, String members) throws IOException {
        Map<String, String> sources = new LinkedHashMap<>();
        classes.forEach((name, text) -> sources.put("demo/" + name + ".java", HEAD + text));
        sources.put(
                "demo/Page.java",
                HEAD + "@SuppressWarnings(\"unchecked\") public class Page extends HttpServlet { " + members
                        + " protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException,"
                        + " ServletException { HttpSession session = request.getSession(); " + body + " } }");
        return TestApps.of(temp.resolve("app" + apps++), sources);
    }

    private List<String> found(String body, Map<String, String> classes, String members) throws Exception {
        return found(app(body, classes, members));
    }

    private List<String> found(String body, Map<String, String> classes) throws Exception {
        return found(body, classes, "");
    }

    private static List<String> found(Path app) throws UnreadableAppException {
        return Doctor.examine(app, DoctorOptions.DEFAULT).findings().stream()
                .map(finding -> finding.rule().id() + " " + finding.subject() + " " + finding.certainty())
                .toList();
    }
}
