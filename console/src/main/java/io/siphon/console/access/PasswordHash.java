package io.siphon.console.access;

import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What is stored of a password: PBKDF2 with HMAC-SHA-256 (RFC 8018), of the JDK. As text {@code
 * pbkdf2-sha256$ITERATIONS$SALT$HASH}, the last two in Base64.
 */
record PasswordHash(int iterations, byte[] salt, byte[] hash) {

    /** OWASP's Password Storage Cheat Sheet of 2023. */
    static final int ITERATIONS = 600_000;

    private static final String NAME = "pbkdf2-sha256";
    private static final int MAX_ITERATIONS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    static PasswordHash of(char[] password) {
        return of(password, ITERATIONS);
    }

    static PasswordHash of(char[] password, int iterations) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        return new PasswordHash(iterations, salt, derive(password, salt, iterations));
    }

    /**
     * @throws IllegalArgumentException without the text: it is a secret
     */
    static PasswordHash parse(String text) {
        String[] parts = text.split("\\$", -1);
        if (parts.length != 4 || !parts[0].equals(NAME) || !parts[1].matches("[0-9]{1,8}")) {
            throw new IllegalArgumentException("expected " + NAME + "$ITERATIONS$SALT$HASH");
        }
        int iterations = Integer.parseInt(parts[1]);
        byte[] salt = Base64.getDecoder().decode(parts[2]);
        byte[] hash = Base64.getDecoder().decode(parts[3]);
        if (iterations < 1
                || iterations > MAX_ITERATIONS
                || salt.length != SALT_BYTES
                || hash.length != HASH_BYTES) {
            throw new IllegalArgumentException(
                    "expected 1 to %d iterations, a salt of %d and a hash of %d bytes"
                            .formatted(MAX_ITERATIONS, SALT_BYTES, HASH_BYTES));
        }
        return new PasswordHash(iterations, salt, hash);
    }

    /** In constant time once it is derived. */
    boolean matches(char[] password) {
        return MessageDigest.isEqual(hash, derive(password, salt, iterations));
    }

    String text() {
        Base64.Encoder base64 = Base64.getEncoder();
        return String.join(
                "$",
                NAME,
                String.valueOf(iterations),
                base64.encodeToString(salt),
                base64.encodeToString(hash));
    }

    private static byte[] derive(char[] password, byte[] salt, int iterations) {
        PBEKeySpec key = new PBEKeySpec(password, salt, iterations, HASH_BYTES * Byte.SIZE);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(key)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            key.clearPassword();
        }
    }
}
