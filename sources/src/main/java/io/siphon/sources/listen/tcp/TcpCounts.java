package io.siphon.sources.listen.tcp;

import java.util.concurrent.atomic.AtomicLong;

/** Counters of a listener; written by its thread, read by any. */
public final class TcpCounts {

    /** Connections that were taken. */
    public final AtomicLong accepted = new AtomicLong();

    /** Connections that were closed at once, since there were too many. */
    public final AtomicLong refused = new AtomicLong();

    /** Connections that were closed at once, since their address has too many. */
    public final AtomicLong refusedOfAddress = new AtomicLong();

    /** Connections that had sent no message yet and made place for another one. */
    public final AtomicLong displaced = new AtomicLong();

    /** Connections that were closed since they began no message, or did not end one, in time. */
    public final AtomicLong timedOut = new AtomicLong();

    /** Connections that ended within a message. */
    public final AtomicLong cutShort = new AtomicLong();

    /** Connections that were closed for what they sent: neither HEP 3 nor SIP. */
    public final AtomicLong foreign = new AtomicLong();

    /** Messages received. */
    public final AtomicLong messages = new AtomicLong();

    /** Octets received. */
    public final AtomicLong bytes = new AtomicLong();

    /** Connections that are open now. */
    public volatile int open;
}
