package clusterlab.app.journey;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/**
 * A form as a crawl sends it: with the values that the page gives it, by its first button that ends nothing.
 *
 * @param method GET or POST
 * @param target path and query
 * @param body of a POST
 * @param words those that stand on the button and in the addresses
 */
record FormFill(String method, String target, Optional<Body> body, String words) {
    private static final Pattern ENDING = Pattern.compile(
            "log-?\\s?(out|off)|sign-?\\s?(out|off)|abmeld|delete|remove|destroy|drop|purge|wipe|unsubscribe|reset|invalidate"
                    + "|shut-?\\s?down|terminate|kill|new session|lösch|entfern|[?&](new|clear)\\b",
            Pattern.CASE_INSENSITIVE);

    /** Whether words or an address speak of an end: log out, delete. */
    static boolean ends(String words) {
        return ENDING.matcher(words).find();
    }

    /** Whether it asks for a password, whatever else it is. */
    static boolean isLogin(Element form) {
        return form.selectFirst("input[type=password]") != null;
    }

    /**
     * The request of a form.
     *
     * @param element of the page
     * @param form the same, resolved
     * @return empty if a user has to fill it in, it uploads a file, or each button ends something
     */
    static Optional<FormFill> of(Element element, Form form) {
        if (ends(element.attr("action"))
                || isLogin(element)
                || element.attr("enctype").startsWith("multipart/")
                || element.selectFirst("[required]:not([value]):not(select)") != null
                || form.fields().stream().anyMatch(field -> mustBeFilledIn(form, field))) {
            return Optional.empty();
        }
        List<Element> buttons = element.select("button:not([type=button]):not([type=reset]), input[type=submit]");
        Optional<Element> pressed =
                buttons.stream().filter(button -> !ends(words(button))).findFirst();
        if (!buttons.isEmpty() && pressed.isEmpty()) {
            return Optional.empty();
        }
        List<String> pairs = new ArrayList<>();
        form.fields().stream().filter(Form.Control::sent).forEach(field -> pairs.add(pair(field)));
        pressed.filter(button -> !button.attr("name").isEmpty() && !button.hasAttr("disabled"))
                .flatMap(Form::control)
                .ifPresent(button -> pairs.add(pair(button)));
        String all = String.join("&", pairs);
        String words = pressed.map(FormFill::words).orElse("") + " " + form.target();
        if (form.method().equals("GET")) {
            String path = Target.path(form.target());
            return Optional.of(new FormFill("GET", all.isEmpty() ? path : path + "?" + all, Optional.empty(), words));
        }
        return Optional.of(new FormFill(
                "POST", form.target(), Optional.of(new Body("application/x-www-form-urlencoded", all)), words));
    }

    private static String words(Element button) {
        return button.text() + " " + button.attr("value") + " " + button.attr("name") + " " + button.attr("formaction");
    }

    private static String pair(Form.Control field) {
        return Target.encode(field.name()) + "=" + Target.encode(field.value());
    }

    private static boolean mustBeFilledIn(Form form, Form.Control field) {
        return switch (field.type()) {
            case "file" -> true;
            case "hidden", "checkbox", "radio", "select", "submit", "button", "image", "reset" -> false;
            default -> form.method().equals("POST") && field.value().isBlank();
        };
    }
}
