package clusterlab.app.journey;

import clusterlab.app.journey.Facts.Kind;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jspecify.annotations.Nullable;

/** The facts of an HTML page. Linear in its size, however deep its elements are nested. For one thread. */
final class PageFacts {
    private static final int DEEPEST = 100;
    private static final int LONGEST_PATH = 500;
    private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z][A-Za-z_-]{0,39}\\d{0,2}");

    /** Attributes that a person sees or follows, or that scripts read. */
    private static final Set<String> COMPARED_ATTRIBUTES =
            Set.of("href", "src", "action", "alt", "title", "value", "content", "datetime", "placeholder", "srcdoc");

    /** Attributes without a value: what can be pressed, filled in or seen. */
    private static final Set<String> SWITCHES = Set.of("disabled", "readonly", "hidden", "open");

    private final Facts facts;

    PageFacts(Facts facts) {
        this.facts = facts;
    }

    void read(Document page) {
        facts.put(Kind.TITLE, "", page.title());
        facts.put(Kind.LOGIN, "", page.selectFirst("input[type=password i]") == null ? "no" : "yes");
        IdentityHashMap<Element, String> forms = new IdentityHashMap<>();
        for (Element form : page.select("form")) {
            String name = formName(form);
            form.getAllElements().forEach(inner -> forms.put(inner, name));
        }
        for (Element control : page.select("input[name], select[name], textarea[name]")) {
            control(control, forms.getOrDefault(control, ""));
        }
        Element body = page.body();
        blocks(body, "", 0, branches(body));
        elements(page);
    }

    private void control(Element control, String form) {
        String name = form + control.attr("name");
        Form.control(control).filter(read -> !read.isButton()).ifPresent(read -> {
            String value = read.type().equals("checkbox") || read.type().equals("radio")
                    ? read.value() + (read.sent() ? ", checked" : ", not checked")
                    : read.value();
            boolean secret = read.type().equals("password") || Secrets.isSecret(read.name());
            facts.put(Kind.FIELD, name, secret ? Facts.secret(value) : value);
        });
        if (control.normalName().equals("select")) {
            facts.put(
                    Kind.FIELD,
                    name + " options",
                    control.select("option").stream().map(Element::text).collect(Collectors.joining(", ")));
        }
    }

    private static String formName(Element form) {
        String name = form.id().isEmpty() ? form.attr("name") : form.id();
        String action = Target.shape(Target.path(form.attr("action")));
        return (name.isEmpty() ? action.isEmpty() ? "form" : action : name) + " ";
    }

    /** Each smallest block with text, as one text: {@code <p>2 × <b>tea</b></p>}. */
    private void blocks(Element element, String path, int depth, Set<Element> branches) {
        if (isUnseen(element)) {
            return;
        }
        if (depth >= DEEPEST || facts.isFull() || !branches.contains(element)) {
            facts.put(Kind.TEXT, path, element.text());
            return;
        }
        StringBuilder own = new StringBuilder();
        Map<String, Integer> nth = new HashMap<>();
        for (Node child : element.childNodes()) {
            if (child instanceof TextNode text) {
                own.append(text.text());
            } else if (child instanceof Element inner) {
                blocks(inner, below(path, inner, nth), depth + 1, branches);
            }
        }
        facts.put(Kind.TEXT, path, own.toString().strip());
    }

    /** A path begins anew at an id, so that what comes before it does not matter. */
    private static String below(String path, Element inner, Map<String, Integer> nth) {
        int place = nth.merge(inner.normalName(), 1, Integer::sum);
        if (PLAIN_ID.matcher(inner.id()).matches()) {
            return "#" + inner.id();
        }
        String step = inner.normalName() + (place > 1 ? "[" + place + "]" : "");
        return path.isEmpty() ? step : path + " > " + step;
    }

    private static boolean isUnseen(Element element) {
        return switch (element.normalName()) {
            case "script", "style", "noscript", "template", "select", "textarea", "svg", "object" -> true;
            default -> false;
        };
    }

    /** Those in which there is a block, or something hidden, or a control. */
    private static Set<Element> branches(Element body) {
        Set<Element> branches = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Element each : body.getAllElements()) {
            if (each.isBlock() || isUnseen(each)) {
                Element parent = each.parent();
                while (parent != null && branches.add(parent)) {
                    parent = parent.parent();
                }
            }
        }
        return branches;
    }

    /** Attributes and scripts. Controls of forms are facts of their own. */
    private void elements(Document page) {
        IdentityHashMap<Element, String> paths = new IdentityHashMap<>();
        IdentityHashMap<Element, Map<String, Integer>> nth = new IdentityHashMap<>();
        for (Element each : page.getAllElements()) {
            String path = path(each, each.parent(), paths, nth);
            paths.put(each, path);
            if (each.normalName().equals("script") && !each.data().isBlank()) {
                facts.put(Kind.SCRIPT, path, each.data());
            }
            for (Attribute attribute : each.attributes()) {
                if (SWITCHES.contains(attribute.getKey().toLowerCase(Locale.ROOT))) {
                    facts.put(Kind.ATTRIBUTE, at(path, attribute), "set");
                }
            }
            if (!isField(each)) {
                attributes(each, path);
            }
        }
    }

    private void attributes(Element element, String path) {
        boolean secret = Secrets.isSecret(element.attr("name"));
        for (Attribute attribute : element.attributes()) {
            String name = attribute.getKey().toLowerCase(Locale.ROOT);
            if (COMPARED_ATTRIBUTES.contains(name) || name.startsWith("data-") || name.startsWith("aria-")) {
                facts.put(
                        Kind.ATTRIBUTE,
                        at(path, attribute),
                        secret || Secrets.isSecret(name) ? Facts.secret(attribute.getValue()) : attribute.getValue());
            }
        }
    }

    private static String at(String path, Attribute attribute) {
        return (path.isEmpty() ? "" : path + " ") + "@" + attribute.getKey().toLowerCase(Locale.ROOT);
    }

    /** Whether its value is a fact already. */
    private static boolean isField(Element element) {
        return switch (element.normalName()) {
            case "input", "select", "textarea" ->
                element.hasAttr("name")
                        && Form.control(element)
                                .map(control -> !control.isButton())
                                .orElse(false);
            default -> false;
        };
    }

    private static String path(
            Element element,
            @Nullable Element parent,
            IdentityHashMap<Element, String> paths,
            IdentityHashMap<Element, Map<String, Integer>> nth) {
        if (parent == null || parent instanceof Document) {
            return "";
        }
        if (element.normalName().equals("head") || element.normalName().equals("body")) {
            return element.normalName().equals("head") ? "head" : "";
        }
        String above = paths.getOrDefault(parent, "");
        String path = below(above, element, nth.computeIfAbsent(parent, none -> new HashMap<>()));
        // Long paths of many elements, one in the other, would be quadratic.
        return path.length() > LONGEST_PATH && !above.isEmpty() ? above : path;
    }
}
