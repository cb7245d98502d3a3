package io.siphon.bench;

/** How far a datagram goes when only capture is measured. */
public enum CaptureStage {
    /** Received, and its HEP decoded. */
    HEP,
    /** Its payload decoded as well: a trace, and a message or report for the trackers. */
    PAYLOAD
}
