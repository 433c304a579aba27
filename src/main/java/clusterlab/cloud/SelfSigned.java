package clusterlab.cloud;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A key and its certificate for 127.0.0.1, made anew for each run: the JDK has no public way to sign a certificate. It is its own
 * certificate authority, as {@code ca.crt} of a service account is the cluster's. The form is that of RFC 5280.
 */
final class SelfSigned {
    private static final byte[] ECDSA_WITH_SHA256 = {0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 4, 3, 2};
    private static final byte[] COMMON_NAME = {0x55, 4, 3};
    private static final byte[] ALTERNATIVE_NAME = {0x55, 0x1d, 0x11};
    private static final byte[] BASIC_CONSTRAINTS = {0x55, 0x1d, 0x13};
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private static final int BOOLEAN = 0x01;
    private static final int INTEGER = 0x02;
    private static final int BITS = 0x03;
    private static final int OCTETS = 0x04;
    private static final int OID = 0x06;
    private static final int UTF8 = 0x0c;
    private static final int SEQUENCE = 0x30;
    private static final int SET = 0x31;
    private static final int UTC_TIME = 0x17;
    /** Version, and extensions, of a certificate. */
    private static final int TAG_0 = 0xa0;

    private static final int TAG_3 = 0xa3;
    /** Of GeneralName: an address, a name. */
    private static final int IP_ADDRESS = 0x87;

    private static final int DNS_NAME = 0x82;

    private static final int DAYS = 365;

    private final KeyPair keys;
    private final byte[] encoded;

    private SelfSigned(KeyPair keys, byte[] encoded) {
        this.keys = keys;
        this.encoded = encoded;
    }

    /** A new key and certificate. */
    static SelfSigned create() throws IOException {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            byte[] body = body(keys);
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            signature.update(body);
            return new SelfSigned(keys, der(SEQUENCE, body, algorithm(), bits(signature.sign())));
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java can't make a certificate: " + e.getMessage(), e);
        }
    }

    private static byte[] body(KeyPair keys) {
        Instant now = Instant.now();
        byte[] name = der(
                SEQUENCE,
                der(
                        SET,
                        der(
                                SEQUENCE,
                                der(OID, COMMON_NAME),
                                der(UTF8, "cluster-lab".getBytes(StandardCharsets.US_ASCII)))));
        byte[] names = der(
                SEQUENCE,
                der(IP_ADDRESS, LOOPBACK),
                der(DNS_NAME, "kubernetes.default.svc".getBytes(StandardCharsets.US_ASCII)));
        byte[] extensions = der(
                SEQUENCE,
                der(SEQUENCE, der(OID, ALTERNATIVE_NAME), der(OCTETS, names)),
                der(
                        SEQUENCE,
                        der(OID, BASIC_CONSTRAINTS),
                        der(BOOLEAN, new byte[] {-1}),
                        der(OCTETS, der(SEQUENCE, der(BOOLEAN, new byte[] {-1})))));
        return der(
                SEQUENCE,
                der(TAG_0, der(INTEGER, new byte[] {2})),
                der(INTEGER, new BigInteger(63, new SecureRandom()).toByteArray()),
                algorithm(),
                name,
                der(SEQUENCE, time(now.minus(1, ChronoUnit.DAYS)), time(now.plus(DAYS, ChronoUnit.DAYS))),
                name,
                keys.getPublic().getEncoded(),
                der(TAG_3, extensions));
    }

    private static byte[] algorithm() {
        return der(SEQUENCE, der(OID, ECDSA_WITH_SHA256));
    }

    private static byte[] time(Instant when) {
        String text = DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'", Locale.ROOT)
                .withZone(ZoneOffset.UTC)
                .format(when);
        return der(UTC_TIME, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] bits(byte[] bytes) {
        return der(BITS, new byte[] {0}, bytes);
    }

    /** A tag, the length and the contents. */
    private static byte[] der(int tag, byte[]... contents) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] content : contents) {
            all.writeBytes(content);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        int length = all.size();
        if (length < 0x80) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(0x81);
            out.write(length);
        } else {
            out.write(0x82);
            out.write(length >> 8);
            out.write(length);
        }
        out.writeBytes(all.toByteArray());
        return out.toByteArray();
    }

    /** The certificate as a {@code ca.crt}. */
    String pem() {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded)
                + "\n-----END CERTIFICATE-----\n";
    }

    /** What a server needs that shows the certificate. */
    SSLContext context() throws IOException {
        try {
            Certificate certificate =
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
            char[] none = new char[0];
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, none);
            store.setKeyEntry("server", keys.getPrivate(), none, new Certificate[] {certificate});
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, none);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("this Java can't read its own certificate: " + e.getMessage(), e);
        }
    }
}
