package io.siphon.sources.listen.tcp;

import java.util.concurrent.atomic.AtomicLong;

/** Counters of a listener; written by its thread, read by any. */
public final class TcpCounts {

    /** Accepted connections. */
    public final AtomicLong accepted = new AtomicLong();

    /** Connections refused because too many were open. */
    public final AtomicLong refused = new AtomicLong();

    /** Connections refused because their address had too many open. */
    public final AtomicLong refusedOfAddress = new AtomicLong();

    /** Connections closed for a new one before they had sent a message. */
    public final AtomicLong displaced = new AtomicLong();

    /** Connections closed because they did not begin or end a message in time. */
    public final AtomicLong timedOut = new AtomicLong();

    /** Connections that ended within a message. */
    public final AtomicLong cutShort = new AtomicLong();

    /** Connections closed because they sent neither HEP 3 nor SIP. */
    public final AtomicLong foreign = new AtomicLong();

    /** Messages received. */
    public final AtomicLong messages = new AtomicLong();

    /** Octets received. */
    public final AtomicLong bytes = new AtomicLong();

    /** Connections that are open now. */
    public volatile int open;
}
