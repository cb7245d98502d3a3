package io.siphon.job.sink;

import java.io.Serializable;
import java.time.Duration;

/**
 * Bounds of a {@link BatchSink}.
 *
 * @param rows of a batch at most
 * @param bytes of a batch; the row that reaches it is its last
 * @param interval that a row waits for its batch at most
 * @param maxRetryDelay longest pause between two attempts at an unavailable store
 */
public record BatchOptions(int rows, long bytes, Duration interval, Duration maxRetryDelay)
        implements Serializable {}
