package clusterlab.report;

import clusterlab.experiment.verdict.Status;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes HTML: text is escaped unless it was written as markup on purpose. */
final class Html {
    private final StringBuilder out = new StringBuilder();

    /** Markup, constant in the program. */
    Html raw(String markup) {
        out.append(markup);
        return this;
    }

    /** Anything that came from elsewhere. */
    Html text(@Nullable Object value) {
        out.append(escape(String.valueOf(value)));
        return this;
    }

    /** An element with text in it. */
    Html element(String open, @Nullable Object value) {
        int blank = open.indexOf(' ');
        String name = blank < 0 ? open : open.substring(0, blank);
        return raw("<" + open + ">").text(value).raw("</" + name + ">");
    }

    /** A verdict as a coloured word with a sign, so that it does not hang on colour. */
    Html badge(Status status, String word) {
        String sign =
                switch (status) {
                    case VALID -> "✓";
                    case INVALID -> "✗";
                    case UNKNOWN -> "?";
                };
        return raw("<span class=\"badge " + style(status) + "\">" + sign + " " + word + "</span>");
    }

    /** A section of which the reader sees the title, until it is opened. */
    void fold(String title, Runnable content) {
        raw("<section>\n<details class=\"fold\"><summary>").element("h2", title).raw("</summary>\n");
        content.run();
        raw("</details>\n</section>\n");
    }

    /** The class of the style sheet for this verdict. */
    static String style(Status status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    /** For text and for attributes in quotes of either kind. */
    static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c < ' ' && c != '\n' ? ' ' : c);
            }
        }
        return escaped.toString();
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
