package io.siphon.console.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Slows the guessing of passwords. An address has ten failures, and one more each minute. A name
 * has thirty over all addresses; when they are used up, an address that has failed lately is
 * refused for that name, and one that has not may try: who guesses a name from many addresses
 * cannot lock its owner out.
 *
 * <p>Bounded: of each kind the {@value #MAX_BUCKETS} used last are kept.
 */
public final class LogInThrottle {

    static final int MAX_BUCKETS = 10_000;
    static final int PER_ADDRESS = 10;
    static final int PER_NAME = 30;

    private static final long REFILL_NANOS = 60_000_000_000L;

    /** Failures left, of an address or a name; refilled by time. */
    private static final class Bucket {
        private int left;
        private long since;
    }

    /** The longest unused goes first. */
    private static final class Buckets extends LinkedHashMap<String, Bucket> {
        private static final long serialVersionUID = 1;

        Buckets() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MAX_BUCKETS;
        }
    }

    private final LongSupplier nanos;
    private final Buckets addresses = new Buckets();
    private final Buckets names = new Buckets();

    public LogInThrottle() {
        this(System::nanoTime);
    }

    LogInThrottle(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Takes a failure from both, before the password is looked at, so that attempts at the same
     * time do not pass together; {@link #succeeded} gives it back.
     *
     * @return whether the attempt may be made
     */
    public synchronized boolean tryAttempt(String address, String name) {
        Bucket ofAddress = bucket(addresses, network(address), PER_ADDRESS);
        Bucket ofName = bucket(names, name, PER_NAME);
        boolean unsuspected = ofAddress.left == PER_ADDRESS;
        if (ofAddress.left == 0 || (ofName.left == 0 && !unsuspected)) {
            return false;
        }
        ofAddress.left--;
        ofName.left = Math.max(0, ofName.left - 1);
        return true;
    }

    public synchronized void succeeded(String address, String name) {
        giveBack(bucket(addresses, network(address), PER_ADDRESS), PER_ADDRESS);
        giveBack(bucket(names, name, PER_NAME), PER_NAME);
    }

    private static void giveBack(Bucket bucket, int most) {
        bucket.left = Math.min(most, bucket.left + 1);
    }

    synchronized int size() {
        return addresses.size() + names.size();
    }

    private Bucket bucket(Buckets buckets, String key, int most) {
        long now = nanos.getAsLong();
        Bucket bucket = buckets.get(key);
        if (bucket == null) {
            bucket = new Bucket();
            bucket.left = most;
            bucket.since = now;
            buckets.put(key, bucket);
        }
        long gained = (now - bucket.since) / REFILL_NANOS;
        bucket.left = (int) Math.min(most, bucket.left + gained);
        bucket.since += gained * REFILL_NANOS;
        return bucket;
    }

    /** Of IPv6 the first 64 bits, which one subscriber has; literals only, nothing is resolved. */
    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length == 16 ? HexFormat.of().formatHex(bytes, 0, 8) : address;
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
