package clusterlab.app.doctor;

import clusterlab.diagnosis.RuleFinding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.MethodNode;

/** What was gathered of an application, for the rules. */
final class Examination {
    private static final Pattern USE_BEAN = Pattern.compile("<jsp:useBean\\s([^>]{1,1000})>");
    private static final Pattern PROPERTY = Pattern.compile("(\\w+)\\s*=\\s*[\"']([^\"']{1,500})[\"']");

    private final Application app;
    private final FieldPaths fields;
    private final Summaries summaries;
    private final List<Attribute> attributes = new ArrayList<>();
    private final List<Bean> beans = new ArrayList<>();
    private final Set<String> damaged = new TreeSet<>();

    /**
     * A value that becomes an attribute of a session.
     *
     * @param name of the attribute; {@code ?} if it is computed
     */
    record Attribute(String name, GenericType type, boolean exact, RuleFinding.Place place) {}

    /**
     * A class whose objects a container puts into the session.
     *
     * @param by what says so, such as {@code @SessionScoped}
     */
    record Bean(String name, String type, String by, RuleFinding.Place place) {}

    Examination(Application app) {
        this.app = app;
        this.summaries = new Summaries(app);
        this.fields = new FieldPaths(app, summaries);
    }

    /** Looks at all methods that have to do with sessions, then lets each rule look at what was gathered. */
    void run(List<Rule> rules, Consumer<RuleFinding> findings) {
        for (String name : new TreeSet<>(app.code().keySet())) {
            if (mentionsServlets(name)) {
                guarded(name, (header, node) -> {
                    for (MethodNode method : node.methods) {
                        MethodFlow.of(app, summaries, header, method).ifPresent(flow -> {
                            gather(flow);
                            rules.forEach(rule -> rule.method(flow, this, findings));
                        });
                    }
                });
            }
        }
        gatherBeans();
        gatherPages();
        // Before the rules that ask which classes are in sessions.
        attributes.forEach(one -> fields.of(one.name(), one.type(), one.exact()));
        beans.forEach(one -> fields.of(one.name(), GenericType.ofClass(one.type()), true));
        rules.forEach(rule -> rule.examine(this, findings));
    }

    private boolean mentionsServlets(String name) {
        return mentions(name, "servlet/") || mentions(name, "getSessionMap") || mentions(name, "/websocket/server/");
    }

    /** Looks at the code of a class. One that no compiler made may have any gap: it is noted, and the others are looked at. */
    void guarded(String name, BiConsumer<ClassHeader, ClassNode> look) {
        ClassHeader header = app.headers().get(name);
        ClassNode node = summaries.node(name);
        if (header != null && node != null) {
            try {
                look.accept(header, node);
            } catch (RuntimeException e) {
                damaged.add(header.dotted());
            }
        } else if (header != null && app.code().containsKey(name)) {
            damaged.add(header.dotted());
        }
    }

    /** Classes whose code can't be looked at. */
    Set<String> damaged() {
        return damaged;
    }

    /** Whether a class has a name or text in its constant pool; its letters are the same in modified UTF-8. */
    boolean mentions(String name, String text) {
        return new String(app.code().getOrDefault(name, new byte[0]), StandardCharsets.ISO_8859_1).contains(text);
    }

    private void gather(MethodFlow flow) {
        for (MethodFlow.Call call : flow.calls()) {
            boolean map = call.receiver().has(Origin.Kind.SESSION_MAP)
                    && call.instruction().name.equals("put");
            if (ServletCalls.setsAttribute(call.instruction()) || map) {
                FlowValue value = call.argument(1);
                String name = call.argument(0).constant();
                if (value.type() != null) {
                    attributes.add(new Attribute(
                            name == null ? Origin.COMPUTED : name,
                            typeOf(value),
                            value.exact(),
                            flow.place(call.at())));
                }
            }
        }
    }

    private GenericType typeOf(FlowValue value) {
        GenericType type = GenericType.ofClass(String.valueOf(value.type()));
        String signature = value.signature();
        if (signature == null || type.dimensions() > 0) {
            return type;
        }
        GenericType declared = GenericType.parse(signature);
        // A new ArrayList in a variable List<Item>: the arguments mean the same for the collections of the JDK.
        boolean same = declared.name().equals(type.name())
                || (Application.jdk(type.name()) != null && Application.jdk(declared.name()) != null);
        return same ? new GenericType(type.name(), false, 0, declared.arguments()) : type;
    }

    private void gatherBeans() {
        for (String name : new TreeSet<>(app.headers().keySet())) {
            ClassHeader header = app.headers().get(name);
            if (header == null) {
                continue;
            }
            boolean own = app.code().containsKey(name);
            if (own && !header.isInterface() && !header.scopes().isEmpty()) {
                String scope = header.scopes().iterator().next();
                beans.add(new Bean(bean(name), name, "@" + simple(scope), app.place(name)));
            }
            if (own) {
                header.sessionAttributes().forEach((attribute, type) -> {
                    if (isConcrete(type)) {
                        beans.add(new Bean(attribute, type, "@SessionAttributes", app.place(name)));
                    }
                });
                for (String made : header.scopedMethods()) {
                    beans.add(new Bean(bean(made), made, "a method with a session's scope", app.place(name)));
                }
            }
            if (own && !header.isInterface() && !header.isAbstract() && isBindingListener(header)) {
                beans.add(new Bean(bean(name), name, "HttpSessionBindingListener", app.place(name)));
            }
        }
        for (Application.Page page : app.pages()) {
            for (UseBean use : useBeans(page)) {
                use.type()
                        .ifPresent(type -> beans.add(new Bean(
                                use.id(),
                                type.replace('.', '/'),
                                "<jsp:useBean scope=\"session\">",
                                RuleFinding.Place.file(page.path()))));
            }
        }
    }

    /** Of an interface or an abstract class nobody knows here which class it is. */
    private boolean isConcrete(String type) {
        ClassHeader header = app.headers().get(type);
        return header != null && !header.isInterface() && !header.isAbstract();
    }

    /** Objects that are attributes; those that also listen to all sessions are not. */
    private boolean isBindingListener(ClassHeader header) {
        if (header.interfaces().stream().anyMatch(one -> one.endsWith("/HttpSessionListener"))) {
            return false;
        }
        return Stream.of("jakarta", "javax")
                .map(prefix -> prefix + "/servlet/http/HttpSession")
                .anyMatch(prefix -> app.isA(header.name(), prefix + "BindingListener") == Application.Answer.YES
                        || app.isA(header.name(), prefix + "ActivationListener") == Application.Answer.YES);
    }

    /** The beans of a page with the scope of the session. */
    record UseBean(String id, Optional<String> type) {}

    static List<UseBean> useBeans(Application.Page page) {
        List<UseBean> beans = new ArrayList<>();
        Matcher tags = USE_BEAN.matcher(withoutComments(page.text()));
        while (tags.find()) {
            Map<String, String> properties = new LinkedHashMap<>();
            Matcher property = PROPERTY.matcher(tags.group(1));
            while (property.find()) {
                properties.put(property.group(1), property.group(2));
            }
            String id = properties.get("id");
            if (id != null && "session".equals(properties.get("scope"))) {
                beans.add(new UseBean(id, Optional.ofNullable(properties.get("class"))));
            }
        }
        return beans;
    }

    private void gatherPages() {
        for (Application.Page page : app.pages()) {
            Scriptlets scriptlets = Scriptlets.of(page);
            scriptlets.sets().forEach(set -> set.type(app)
                    .ifPresent(type -> attributes.add(new Attribute(
                            set.name(), GenericType.ofClass(type), set.exact(), scriptlets.place(set.at())))));
        }
    }

    private static String withoutComments(String text) {
        StringBuilder rest = new StringBuilder();
        int at = 0;
        for (int start = text.indexOf("<%--"); start >= 0; start = text.indexOf("<%--", at)) {
            rest.append(text, at, start);
            int end = text.indexOf("--%>", start);
            at = end < 0 ? text.length() : end + 4;
        }
        return rest.append(text, at, text.length()).toString();
    }

    /** Whether something may be in its sessions: libraries and pages are trusted with that. */
    boolean mayUseSessions() {
        return !attributes.isEmpty()
                || !beans.isEmpty()
                || !app.libraries().isEmpty()
                || app.pages().stream().anyMatch(page -> page.text().contains("session."))
                || app.code().keySet().stream().anyMatch(name -> mentions(name, "servlet/http/HttpSession"));
    }

    static String simple(String name) {
        return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('$')) + 1);
    }

    /** The name that Spring and CDI give to a class's object: its simple name with a small letter. */
    static String bean(String name) {
        String simple = simple(name);
        return simple.isEmpty() ? name : Character.toLowerCase(simple.charAt(0)) + simple.substring(1);
    }

    Application app() {
        return app;
    }

    FieldPaths fields() {
        return fields;
    }

    Summaries summaries() {
        return summaries;
    }

    List<Attribute> attributes() {
        return attributes;
    }

    List<Bean> beans() {
        return beans;
    }

    /** Classes found in sessions whose code is there, with the path to each. */
    Map<String, String> inSessions() {
        Map<String, String> classes = new LinkedHashMap<>();
        Set<String> names = new HashSet<>(app.code().keySet());
        fields.reached().forEach((name, path) -> {
            if (names.contains(name)) {
                classes.put(name, path);
            }
        });
        return classes;
    }
}
