package clusterlab.app.journey;

import clusterlab.app.journey.Facts.Kind;
import clusterlab.app.journey.Facts.Place;
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

    private static final int SERVER_ERROR = 500;

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

    private static String quoted(String text) {
        return text.isEmpty() ? "nothing" : "\"" + text.replaceAll("\\s+", " ").strip() + "\"";
    }

    /** Whether the request got no answer of the application: none at all, or an error of the server. */
    public boolean isOutage() {
        return place.kind() == Kind.ANSWER || (place.kind() == Kind.STATUS && isServerError());
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s: %s", place.words(), sides());
    }
}
