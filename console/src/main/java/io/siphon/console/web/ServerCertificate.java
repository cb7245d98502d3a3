package io.siphon.console.web;

import io.siphon.console.ConsoleException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A chain of certificates and its key, of PEM files (RFC 7468). */
final class ServerCertificate {

    private static final Pattern KEY =
            Pattern.compile(
                    "-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private static final int MAX_BYTES = 1 << 20;

    private ServerCertificate() {}

    /**
     * @return a key store without a password, in memory
     * @throws ConsoleException when a file cannot be read, or the key is another's
     */
    static KeyStore load(ConsoleSecurity.Tls tls) {
        Certificate[] chain = chain(tls.certificate());
        PrivateKey key = key(tls.key(), chain[0].getPublicKey().getAlgorithm());
        try {
            requirePair(key, chain[0].getPublicKey(), tls);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("console", key, new char[0], chain);
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new ConsoleException("console.tls.key: " + e.getMessage(), e);
        }
    }

    private static Certificate[] chain(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Certificate[] chain =
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(in)
                            .toArray(new Certificate[0]);
            if (chain.length > 0) {
                return chain;
            }
        } catch (IOException e) {
            throw new ConsoleException("console.tls.certificate: " + file + " cannot be read", e);
        } catch (GeneralSecurityException e) {
            throw noCertificate(file);
        }
        throw noCertificate(file);
    }

    private static ConsoleException noCertificate(Path file) {
        return new ConsoleException(
                "console.tls.certificate: "
                        + file
                        + " has no certificate, expected PEM: -----BEGIN CERTIFICATE-----");
    }

    private static PrivateKey key(Path file, String algorithm) {
        String text;
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                throw new ConsoleException(
                        "console.tls.key: everybody may read " + file + ": chmod 600 " + file);
            }
            if (Files.size(file) > MAX_BYTES) {
                throw new IOException("more than 1 MB");
            }
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new ConsoleException("console.tls.key: " + file + " cannot be read", e);
        }
        Matcher key = KEY.matcher(text);
        if (key.find()) {
            try {
                byte[] bytes = Base64.getMimeDecoder().decode(key.group(1));
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (GeneralSecurityException | IllegalArgumentException e) {
                throw new ConsoleException(
                        "console.tls.key: " + file + " is no key of the certificate's kind", e);
            }
        }
        throw new ConsoleException(
                "console.tls.key: expected -----BEGIN PRIVATE KEY----- (PKCS #8, without a password):"
                        + " openssl pkcs8 -topk8 -nodes -in "
                        + file);
    }

    private static void requirePair(PrivateKey key, PublicKey certified, ConsoleSecurity.Tls tls)
            throws GeneralSecurityException {
        String algorithm =
                switch (certified.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    default -> certified.getAlgorithm();
                };
        byte[] sample = "siphon".getBytes(StandardCharsets.US_ASCII);
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(sample);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(certified);
        verifier.update(sample);
        if (!verifier.verify(signature)) {
            throw new ConsoleException(
                    "console.tls.key: " + tls.key() + " is not the key of " + tls.certificate());
        }
    }
}
