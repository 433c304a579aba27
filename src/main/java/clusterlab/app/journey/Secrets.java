package clusterlab.app.journey;

import java.util.Locale;
import java.util.regex.Pattern;

/** Which fields, headers and cookies hold a secret, by their names. */
final class Secrets {
    private static final Pattern NAME = Pattern.compile(
            "pass(wor[dt]|wd|phrase|code)?$|^pw$|pwd|passw|kennwort|secret|token|csrf|xsrf"
                    + "|nonce|api[-_]?key|auth(orization)?$|credential|^otp$|^pin$|jsessionid|session[-_]?id|view[-_]?state|^code$");

    private Secrets() {}

    /** Whether what has this name is a secret; case does not matter. */
    static boolean isSecret(String name) {
        return NAME.matcher(name.toLowerCase(Locale.ROOT)).find();
    }

    /** Whether this header holds a secret: Authorization, cookies, and those whose name says so. */
    static boolean isSecretHeader(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals("cookie")
                || lower.equals("set-cookie")
                || lower.equals("authorization")
                || lower.equals("proxy-authorization")
                || isSecret(lower);
    }

    /** Whether a random value that a server made stands here: 16 characters or more, mixed, no word and no address. */
    static boolean looksServerMade(String value) {
        if (value.length() < 16 || value.startsWith("/") || value.contains("://")) {
            return false;
        }
        boolean digit = false;
        boolean letter = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            digit |= c >= '0' && c <= '9';
            letter |= Character.isLetter(c);
            if (!(c < 0x7f && Character.isLetterOrDigit(c)) && "-_+/=.:~%".indexOf(c) < 0) {
                return false;
            }
        }
        return digit && letter && value.chars().distinct().count() >= 8;
    }
}
