package io.siphon.schema;

import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;

import java.io.ObjectStreamException;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.UUID;

/**
 * Makes the {@code uid} by which a store knows a row again: the row's time in epoch µs, so that
 * neighbours in time are neighbours in the index, and 64 bits of a hash over all that tells it from
 * other rows of that microsecond.
 *
 * <p>The hash (Komihash, whose every step is seeded) has a secret of the store. Who does not know
 * it cannot send two messages, or one beside another's, that get the same uid, except by chance.
 * With the same secret it is the same in every JVM, live and from a file.
 */
public final class Uids implements Serializable {

    private static final long serialVersionUID = 1;

    /** Between a secret and the time from which on it counts. */
    private static final char SINCE = '@';

    /** Texts whose hashes are kept: addresses and nodes recur. */
    private static final int KNOWN = 256;

    private static final int LONGEST_KNOWN = 64;

    /** A text and its hash. Immutable, so that threads may share the table of them unlocked. */
    private record Known(String text, long hash) {}

    private final String secret;
    private final long since;
    private final transient Hasher64 texts;
    private final transient Hasher64 who;
    private final transient Hasher64 row;
    private final transient Known[] known = new Known[KNOWN];

    private Uids(String secret, long since) {
        this.secret = secret;
        this.since = since;
        ByteBuffer seeds = ByteBuffer.wrap(Text.sha256(secret));
        texts = Hashing.komihash5_0(seeds.getLong());
        who = Hashing.komihash5_0(seeds.getLong());
        row = Hashing.komihash5_0(seeds.getLong());
    }

    /**
     * @param text a secret, or {@code secret@micros}: rows of before that time (epoch µs) get the
     *     uids of version 0.1, which the store has of them already
     */
    public static Uids of(String text) {
        int at = text.lastIndexOf(SINCE);
        return at < 0
                ? new Uids(text, Long.MIN_VALUE)
                : new Uids(text.substring(0, at), Long.parseLong(text.substring(at + 1)));
    }

    /** The text that {@link #of} takes. */
    public static String text(String secret, long since) {
        return secret + SINCE + since;
    }

    /** Of a message; of two in one payload, both have their {@link Trace#ordinal}. */
    public UUID of(Trace trace) {
        long micros = trace.timeMicros();
        return new UUID(micros, micros < since ? Uids01.hash(trace) : hash(trace));
    }

    /** The uid of a row that these texts distinguish from others of the same time. */
    public UUID of(long micros, String... fields) {
        return of(micros, fields.length, fields);
    }

    /**
     * @param known how many of the fields, the first ones, version 0.1 made its uids of
     */
    public UUID of(long micros, int known, String... fields) {
        return new UUID(
                micros, micros < since ? Uids01.hash(Arrays.copyOf(fields, known)) : hash(fields));
    }

    /** Of what could not be understood. */
    public UUID of(Undecodable u) {
        long micros = u.timeMicros();
        return new UUID(
                micros,
                micros < since
                        ? Uids01.hash(u.agent() + ' ' + u.reason(), u.bytes())
                        : row.hashLongLongLongToLong(
                                hash(u.agent(), u.reason(), u.node()),
                                u.protocol(),
                                texts.hashBytesToLong(u.bytes())));
    }

    /**
     * Of a row whose uid another row has, with other content: rare by chance, once in 2^64 rows of
     * a microsecond, and not so rare among the uids of version 0.1.
     */
    public UUID instead(UUID taken, byte[] content) {
        return new UUID(
                taken.getMostSignificantBits(),
                row.hashLongLongToLong(
                        taken.getLeastSignificantBits(), texts.hashBytesToLong(content)));
    }

    /**
     * The number of a text that rows share. Who does not know the secret cannot make two texts of
     * one number, except by chance.
     */
    public long ofShared(byte[] text, int length) {
        return texts.hashBytesToLong(text, 0, length);
    }

    private long hash(Trace trace) {
        return row.hashLongLongLongToLong(
                who.hashLongLongLongToLong(
                        recurring(trace.source()),
                        recurring(trace.destination()),
                        recurring(trace.node())),
                (long) trace.protocol() << 32 | trace.ordinal(),
                texts.hashBytesToLong(trace.payload()));
    }

    private long recurring(String text) {
        int slot = text.hashCode() & KNOWN - 1;
        Known last = known[slot];
        if (last != null && last.text.equals(text)) {
            return last.hash;
        }
        long hash = texts.hashCharsToLong(text);
        if (text.length() <= LONGEST_KNOWN) {
            known[slot] = new Known(text, hash);
        }
        return hash;
    }

    private long hash(String... fields) {
        long hash = fields.length;
        for (String field : fields) {
            hash = who.hashLongLongToLong(hash, texts.hashCharsToLong(field));
        }
        return hash;
    }

    private Object readResolve() throws ObjectStreamException {
        return new Uids(secret, since);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Uids uids && uids.secret.equals(secret) && uids.since == since;
    }

    @Override
    public int hashCode() {
        return Objects.hash(secret, since);
    }

    /** Not the secret. */
    @Override
    public String toString() {
        return "uids since " + since;
    }
}
