package io.siphon.job.rest;

import io.siphon.job.rest.RestRules.Refusal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.SocketAddress;
import java.time.Duration;

/** Logs the number of refused requests, one line a minute at most, without any of their text. */
final class RefusalLog {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

    private static final long INTERVAL = Duration.ofMinutes(1).toNanos();

    private long untold;
    private long next = System.nanoTime();

    synchronized void refused(Refusal refusal, SocketAddress from) {
        untold++;
        long now = System.nanoTime();
        if (now - next < 0) {
            return;
        }
        LOG.warn(
                "REST requests refused: {}; the last one, from {}: {} {}",
                untold,
                from,
                refusal.status().code(),
                refusal.why());
        untold = 0;
        next = now + INTERVAL;
    }
}
