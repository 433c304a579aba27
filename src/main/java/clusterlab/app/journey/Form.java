package clusterlab.app.journey;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Element;

/**
 * A form of a page as it is before a user changes it.
 *
 * @param method GET or POST
 * @param target of its action, resolved
 * @param fields its controls in order, also those that are not sent
 */
record Form(String method, String target, List<Control> fields) {
    private static final Set<String> BUTTONS = Set.of("submit", "button", "image", "reset");

    Form {
        fields = List.copyOf(fields);
    }

    /**
     * A control that has a name and is not disabled.
     *
     * @param type in lower case: that of an input, or select, textarea, button
     * @param sent whether it is sent if the user touches nothing: no button, no box that is not checked
     */
    record Control(String name, String type, String value, boolean sent) {
        boolean isButton() {
            return BUTTONS.contains(type);
        }
    }

    /** The forms of a page whose action leads to the page's own server. */
    static List<Form> of(Answer page, String origin, String from) {
        List<Form> forms = new ArrayList<>();
        for (Element form : page.html().select("form")) {
            String method = form.attr("method").equalsIgnoreCase("post") ? "POST" : "GET";
            Target.resolve(origin, from, form.attr("action"))
                    .ifPresent(target -> forms.add(new Form(method, target, controls(form))));
        }
        return forms;
    }

    private static List<Control> controls(Element form) {
        List<Control> controls = new ArrayList<>();
        for (Element control : form.select("input[name], select[name], textarea[name], button[name]")) {
            if (!control.hasAttr("disabled") && !control.attr("name").isEmpty()) {
                control(control).ifPresent(controls::add);
            }
        }
        return controls;
    }

    /** The control with the value that it has on the page. */
    static Optional<Control> control(Element element) {
        String name = element.attr("name");
        String kind = element.normalName();
        String type = kind.equals("input")
                ? element.attr("type").isEmpty() ? "text" : element.attr("type").toLowerCase(Locale.ROOT)
                : kind.equals("button")
                        ? element.attr("type").isEmpty()
                                ? "submit"
                                : element.attr("type").toLowerCase(Locale.ROOT)
                        : kind;
        return switch (type) {
            case "checkbox", "radio" ->
                Optional.of(new Control(
                        name,
                        type,
                        element.hasAttr("value") ? element.attr("value") : "on",
                        element.hasAttr("checked")));
            case "select" -> selected(element).map(value -> new Control(name, type, value, true));
            case "textarea" -> Optional.of(new Control(name, type, element.wholeText(), true));
            default -> Optional.of(new Control(name, type, element.attr("value"), !BUTTONS.contains(type)));
        };
    }

    private static Optional<String> selected(Element select) {
        Element option = select.selectFirst("option[selected]");
        if (option == null) {
            option = select.selectFirst("option");
        }
        return Optional.ofNullable(option)
                .map(chosen -> chosen.hasAttr("value") ? chosen.attr("value") : chosen.text());
    }

    /** The values that are sent for a name if the user touches nothing. */
    List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.sent() && field.name().equals(name))
                .map(Control::value)
                .toList();
    }

    boolean has(String name) {
        return fields.stream().anyMatch(field -> field.name().equals(name));
    }
}
