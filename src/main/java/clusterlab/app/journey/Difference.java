package clusterlab.app.journey;

import clusterlab.app.journey.Facts.Kind;
import clusterlab.app.journey.Facts.Place;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A fact that differs where none should.
 *
 * @param place where
 * @param expected what was there without a fault; empty for nothing
 * @param got what was there with the fault; empty for nothing
 */
public record Difference(Place place, String expected, String got) {
    private static final Pattern LOGIN =
            Pattern.compile("log-?[io]n|sign-?[io]n|auth|anmeld|/login|sso", Pattern.CASE_INSENSITIVE);

    private static final Pattern ADDRESS = Pattern.compile("@(?:href|src|action)$");

    private static final int SERVER_ERROR = 500;

    /** Of a side that is shown. */
    private static final int LONGEST = 400;

    /** What it means, in a few words. */
    public String meaning() {
        return switch (place.kind()) {
            case ANSWER -> "no answer";
            case STATUS ->
                isServerError()
                        ? "the application failed"
                        : got.equals("401") || got.equals("403") ? "not allowed any more" : "another status";
            case REDIRECT ->
                LOGIN.matcher(got).find() && !LOGIN.matcher(expected).find()
                        ? "sent to the login page: the session was lost"
                        : "sent elsewhere";
            case SESSION ->
                got.equals("another one") || got.equals("begins")
                        ? "a new session began: the old one was lost"
                        : "the session ended";
            case LOGIN -> got.equals("yes") ? "asks for the password again: the session was lost" : "no login form";
            case TYPE -> "another kind of answer";
            case TITLE -> "another page";
            case FIELD, JSON ->
                got.isEmpty() ? "a value is missing" : expected.isEmpty() ? "a value is new" : "another value";
            case ATTRIBUTE, SCRIPT -> got.isEmpty() ? "missing" : expected.isEmpty() ? "new" : "another content";
            case HEADER, COOKIE -> got.isEmpty() ? "not sent any more" : expected.isEmpty() ? "new" : "another value";
            case BYTES -> "another body";
            case TEXT -> got.isEmpty() ? "text is missing" : expected.isEmpty() ? "text is new" : "another text";
        };
    }

    private boolean isServerError() {
        try {
            return Integer.parseInt(got) >= SERVER_ERROR;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Both sides in one line. */
    public String sides() {
        return "expected " + quoted(expected) + ", got " + quoted(got);
    }

    /** A part of each side that shows where they begin to differ; the whole if both are short. */
    public Difference excerpt() {
        if (Math.max(expected.length(), got.length()) <= LONGEST) {
            return this;
        }
        int same = 0;
        while (same < Math.min(expected.length(), got.length()) && expected.charAt(same) == got.charAt(same)) {
            same++;
        }
        int from = Math.max(0, same - LONGEST / 4);
        return new Difference(place, part(expected, from), part(got, from));
    }

    private static String part(String text, int from) {
        int begin = Math.min(from, text.length());
        int end = Math.min(text.length(), begin + LONGEST);
        return (begin > 0 ? "…" : "") + text.substring(begin, end) + (end < text.length() ? "…" : "");
    }

    private static String quoted(String text) {
        return text.isEmpty() ? "nothing" : "\"" + text.replaceAll("\\s+", " ").strip() + "\"";
    }

    /** Whether the request got no answer of the application: none at all, or an error of the server. */
    public boolean isOutage() {
        return place.kind() == Kind.ANSWER || (place.kind() == Kind.STATUS && isServerError());
    }

    /**
     * Whether it is a link's or form's address whose query alone differs, as Wicket's {@code ?1-2.-form} with the number of the
     * page's version. The page says the same, and the next request sends what it got: only the application knows what it means.
     */
    public boolean isQueryOfAddress() {
        int query = expected.indexOf('?');
        return place.kind() == Kind.ATTRIBUTE
                && ADDRESS.matcher(place.where()).find()
                && query >= 0
                && got.startsWith(expected.substring(0, query + 1));
    }

    /** Whether all that differs is a time of day or a date near now, on both sides. */
    public boolean isClock() {
        String[] before = Noise.words(place.kind(), expected);
        String[] now = Noise.words(place.kind(), got);
        if (before.length != now.length || place.kind().isHard() || place.kind() == Kind.BYTES) {
            return false;
        }
        for (int i = 0; i < before.length; i++) {
            if (!before[i].equals(now[i]) && !Clock.isMoved(before[i], now[i], Instant.now())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s: %s", place.words(), sides());
    }
}
