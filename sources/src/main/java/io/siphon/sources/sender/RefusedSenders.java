package io.siphon.sources.sender;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.InetAddress;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What was refused before anything was kept of it, by reason and by source; written by the thread
 * that listens, read by anybody. The log says so once a minute at most.
 */
public final class RefusedSenders {

    /** Why somebody may not send. */
    public enum Reason {
        /** The address is not of those that may send. */
        NOT_ALLOWED("not-allowed"),
        /** No key came with it, or a wrong one. */
        UNAUTHENTICATED("unauthenticated");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** As it stands in metrics and logs. */
        public String text() {
            return text;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(RefusedSenders.class);
    private static final long LOG_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Of the heaviest, so many are named. */
    private static final int NAMED = 10;

    private final AtomicLong[] counts = new AtomicLong[Reason.values().length];
    private final HeaviestSources sources = new HeaviestSources(64);
    private final LongSupplier nanos;
    private long nextLog;
    private boolean logged;

    public RefusedSenders() {
        this(System::nanoTime);
    }

    RefusedSenders(LongSupplier nanos) {
        this.nanos = nanos;
        for (Reason reason : Reason.values()) {
            counts[reason.ordinal()] = new AtomicLong();
        }
    }

    public long count(Reason reason) {
        return counts[reason.ordinal()].get();
    }

    /** The sources of most, the first of them first: {@code 192.0.2.7 1234, 198.51.100.9 17}. */
    public String heaviest() {
        return sources.text(NAMED);
    }

    void refuse(InetAddress source, Reason reason) {
        counts[reason.ordinal()].incrementAndGet();
        sources.add(source);
        long now = nanos.getAsLong();
        if (!logged || now - nextLog >= 0) {
            logged = true;
            nextLog = now + LOG_NANOS;
            LOG.warn("{}", this);
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "refused so far: %d of addresses that hep.allow does not have, %d without a right"
                        + " key; most of %s",
                count(Reason.NOT_ALLOWED),
                count(Reason.UNAUTHENTICATED),
                heaviest());
    }
}
