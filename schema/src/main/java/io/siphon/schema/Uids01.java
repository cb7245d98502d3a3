package io.siphon.schema;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hashes of version 0.1, for what its stores hold: without a secret, and sums that can be made
 * to agree.
 */
final class Uids01 {

    private static final Hasher64 HASH = Hashing.komihash5_0();

    private Uids01() {}

    static long hash(Trace trace) {
        long who = trace.sourceIp().hashCode();
        who = 31 * who + trace.sourcePort();
        who = 31 * who + trace.destinationIp().hashCode();
        who = 31 * who + trace.destinationPort();
        who = 31 * who + trace.node().hashCode();
        who = 31 * who + trace.protocol();
        who = 31 * who + trace.ordinal();
        return HASH.hashLongLongToLong(HASH.hashBytesToLong(trace.payload()), who);
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
