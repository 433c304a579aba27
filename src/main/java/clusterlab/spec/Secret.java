package clusterlab.spec;

import java.security.SecureRandom;
import java.util.HexFormat;

/** A shared secret that does not print itself. */
public record Secret(String value) {

    /**
     * Refuses what could not stand in one line of a configuration file.
     *
     * @throws IllegalArgumentException if blank, over 256 characters, or with other characters than letters, digits
     *     and {@code . _ ~ + / = -}
     */
    public Secret {
        if (!value.matches("[A-Za-z0-9._~+/=-]{1,256}")) {
            throw new IllegalArgumentException("a secret has 1 to 256 letters, digits or . _ ~ + / = -");
        }
    }

    /**
     * 24 random bytes as 48 hexadecimal digits: httpd's mod_proxy takes at most 63 characters
     * ({@code PROXY_WORKER_MAX_SECRET_SIZE}).
     */
    public static Secret random() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return new Secret(HexFormat.of().formatHex(bytes));
    }

    @Override
    public String toString() {
        return "***";
    }
}
