package clusterlab.spec;

import java.security.SecureRandom;
import java.util.Base64;
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
     * 32 random bytes in 43 characters (base64url without padding): mod_proxy_ajp refuses a secret of more than 63
     * (PROXY_WORKER_MAX_SECRET_SIZE in mod_proxy.h), which hexadecimal digits would need.
     */
    public static Secret random() {
        return random(32);
    }

    /**
     * 16 random bytes in 22 characters (base64url without padding), for a link that has to fit in a line of 80 columns;
     * 128 bits are the least that RFC 6749, section 10.10, allows for a token.
     */
    public static Secret token() {
        return random(16);
    }

    private static Secret random(int length) {
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(length)));
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** 32 random bytes in 64 hexadecimal digits: a key for AES-256, as EncryptInterceptor.setEncryptionKey takes it. */
    public static Secret key() {
        return new Secret(HexFormat.of().formatHex(bytes(32)));
    }

    @Override
    public String toString() {
        return "***";
    }
}
