package io.siphon.schema;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hashes of version 0.1, for rows of its stores. They have no secret, and collisions can be
 * constructed.
 */
final class Uids01 {

    private static final Hasher64 HASH = Hashing.komihash5_0();

    private Uids01() {}

    static long hash(Trace trace) {
        long who = address(trace.source()).hashCode();
        who = 31 * who + port(trace.source());
        who = 31 * who + address(trace.destination()).hashCode();
        who = 31 * who + port(trace.destination());
        who = 31 * who + trace.node().hashCode();
        who = 31 * who + trace.protocol();
        who = 31 * who + trace.ordinal();
        return HASH.hashLongLongToLong(HASH.hashBytesToLong(trace.payload()), who);
    }

    /** Of {@code udp:192.0.2.1:5060} and {@code udp:[2001:db8::1]:5060}. */
    private static String address(String socket) {
        int from = socket.indexOf(':') + 1;
        int to = socket.lastIndexOf(':');
        if (from >= to) {
            return "";
        }
        boolean brackets = socket.charAt(from) == '[' && socket.charAt(to - 1) == ']';
        return brackets ? socket.substring(from + 1, to - 1) : socket.substring(from, to);
    }

    private static int port(String socket) {
        int colon = socket.lastIndexOf(':');
        return colon < 0 || colon == socket.length() - 1
                ? 0
                : Integer.parseInt(socket.substring(colon + 1));
    }

    static long hash(String... texts) {
        MessageDigest digest = sha256();
        for (String text : texts) {
            digest.update(text.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    static long hash(String text, byte[] bytes) {
        MessageDigest digest = sha256();
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        return ByteBuffer.wrap(digest.digest(bytes)).getLong();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
