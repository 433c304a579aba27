package clusterlab.app.journey;

import clusterlab.http.HttpReply;
import clusterlab.http.HttpReply.Header;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;

/**
 * An answer to a step, recorded or live. HTML and JSON are parsed when somebody asks, once. For one thread.
 */
public final class Answer {
    private static final Pattern CHARSET = Pattern.compile("charset\\s*=\\s*\"?([^\\s;\"]+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern META =
            Pattern.compile("<meta[^>]+charset\\s*=\\s*[\"']?([\\w-]+)", Pattern.CASE_INSENSITIVE);

    /** How much of a page may come before its meta element with the character set (HTML Standard, 13.2.3.2). */
    private static final int PRESCAN = 1024;

    private final int status;
    private final List<Header> headers;
    private final String text;
    private final @Nullable String failure;
    private @Nullable Document html;
    private @Nullable Object json;
    private boolean jsonRead;

    private Answer(int status, List<Header> headers, String text, @Nullable String failure) {
        this.status = status;
        this.headers = List.copyOf(headers);
        this.text = text;
        this.failure = failure;
    }

    /**
     * An answer whose text is decoded already.
     *
     * @param status of HTTP
     */
    public static Answer of(int status, List<Header> headers, String text) {
        return new Answer(status, headers, text, null);
    }

    /** A live one, decoded as its headers say. */
    public static Answer of(HttpReply reply) {
        return new Answer(reply.status(), reply.headers(), decoded(reply), null);
    }

    /**
     * None: refused, cut short, or not in time.
     *
     * @param failure what happened, without a period
     */
    static Answer none(String failure) {
        return new Answer(0, List.of(), "", failure);
    }

    private static String decoded(HttpReply reply) {
        String type = reply.header("Content-Type").orElse("");
        Matcher named = CHARSET.matcher(type);
        Matcher meta = META.matcher(
                reply.body().substring(0, Math.min(PRESCAN, reply.body().length())));
        String charset = named.find()
                ? named.group(1)
                : meta.find() ? meta.group(1) : isText(type.toLowerCase(Locale.ROOT)) ? "UTF-8" : "ISO-8859-1";
        return new String(reply.body().getBytes(StandardCharsets.ISO_8859_1), charset(charset));
    }

    /** Bytes that are no text stay apart, one character each; decoded, many would become the same sign. */
    private static boolean isText(String type) {
        return type.isBlank()
                || type.startsWith("text/")
                || type.contains("json")
                || type.contains("xml")
                || type.contains("script")
                || type.contains("urlencoded");
    }

    private static Charset charset(String name) {
        try {
            return Charset.forName(name);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
            return StandardCharsets.UTF_8;
        }
    }

    /** Of HTTP, or 0 if there is no answer. */
    public int status() {
        return status;
    }

    /** Why there is no answer; empty if there is one. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** In the order of their arrival. */
    public List<Header> headers() {
        return headers;
    }

    /** The body, decoded; of one that is no text, each character is a byte. */
    public String text() {
        return text;
    }

    /** The first header of this name. */
    public Optional<String> header(String name) {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase(name))
                .map(Header::value)
                .findFirst();
    }

    /** The values of all Set-Cookie headers. */
    List<String> setCookies() {
        return headers.stream()
                .filter(header -> header.name().equalsIgnoreCase("Set-Cookie"))
                .map(Header::value)
                .toList();
    }

    /** Without parameters and in lower case; empty if there is none. */
    String mediaType() {
        String type = header("Content-Type").orElse("");
        int end = type.indexOf(';');
        return (end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    }

    boolean isHtml() {
        String type = mediaType();
        return type.equals("text/html")
                || type.equals("application/xhtml+xml")
                || (type.isEmpty() && text.stripLeading().startsWith("<"));
    }

    boolean isJson() {
        String type = mediaType();
        return type.equals("application/json") || type.equals("text/json") || type.endsWith("+json");
    }

    /** The page; an empty one if it is no HTML. */
    Document html() {
        Document parsed = html;
        if (parsed == null) {
            parsed = isHtml() ? Jsoup.parse(text) : Document.createShell("");
            html = parsed;
        }
        return parsed;
    }

    /** Maps, lists, texts, numbers and booleans; null if it is no JSON. */
    @Nullable
    Object json() {
        if (!jsonRead) {
            jsonRead = true;
            if (isJson()) {
                try {
                    json = JSON.std.anyFrom(text);
                } catch (IOException notJson) {
                    json = null;
                }
            }
        }
        return json;
    }

    /** Whether it sends the client elsewhere. */
    boolean isRedirect() {
        return status >= 300 && status < 400 && header("Location").isPresent();
    }
}
