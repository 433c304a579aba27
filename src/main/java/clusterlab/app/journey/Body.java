package clusterlab.app.journey;

import java.util.Locale;

/**
 * The body of a recorded request.
 *
 * @param type the whole Content-Type
 * @param text decoded
 */
public record Body(String type, String text) {
    boolean isForm() {
        return media().equals("application/x-www-form-urlencoded");
    }

    boolean isJson() {
        return media().equals("application/json") || media().endsWith("+json");
    }

    private String media() {
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }
}
