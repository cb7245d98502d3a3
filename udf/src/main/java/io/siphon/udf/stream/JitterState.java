package io.siphon.udf.stream;

/**
 * State: interarrival jitter of one stream (RFC 3550, A.8), in ms of the codec's clock.
 *
 * <p>A transit time that jumps by more than {@value #JUMP_MS} ms is either a delay, or timestamps
 * that begin anew: after a hold, a transfer, or where another source feeds the same stream. What
 * follows tells: a delay ends, and transit returns to where it was. So both are kept until then:
 * the jitter without the jump, and beside it the one with it. A jump that stays is no jitter.
 */
public class JitterState {

    /** A transit time that changes by less is jitter. */
    private static final double JUMP_MS = 100;

    /** By more, it is none: no network holds a packet for that long. */
    private static final double LIMIT_MS = 10_000;

    /** Packets without a return of {@value #RETURN_MS} ms after which a jump has stayed. */
    private static final int PATIENCE = 50;

    private static final double RETURN_MS = 50;

    /** The packet before, epoch µs; 0 when there is none to compare with. */
    public long arrivedAt;

    public long timestamp;
    public int clockRate;
    public double jitterMs;
    public double sumMs;
    public double maxMs;
    public long samples;

    /** Jumps that may be a delay; 0: none, and then what follows means nothing. */
    public int jumps;

    /** Packets since the last of them, or since transit returned some of the way. */
    public int waited;

    /** How far transit is from where it was before them, has been at most, and at least since. */
    public double offsetMs;

    public double farthestMs;
    public double nearestMs;

    /** As those above, with the jumps in. */
    public double jitterWithMs;

    public double sumWithMs;
    public double maxWithMs;

    public JitterState() {}

    void accept(long timeMicros, long rtpTimestamp, int rate) {
        if (clockRate != 0 && clockRate != rate) {
            interrupt(); // RFC 7160
        }
        clockRate = rate;
        if (arrivedAt != 0) {
            double arrival = (timeMicros - arrivedAt) / 1000.0;
            double sent = (int) (rtpTimestamp - timestamp) * 1000.0 / rate;
            compare(arrival - sent);
        }
        arrivedAt = timeMicros;
        timestamp = rtpTimestamp;
    }

    /** Timestamps go on from elsewhere: the next packet is not compared with the last. */
    void interrupt() {
        arrivedAt = 0;
        jumps = 0;
    }

    /** NaN when there were no two packets to compare. */
    double meanMs() {
        return samples == 0 ? Double.NaN : sumMs / samples;
    }

    /** NaN when there were no two packets to compare. */
    double maxMs() {
        return samples == 0 ? Double.NaN : maxMs;
    }

    /**
     * @param transit by which transit time differs from that of the packet before, ms
     */
    private void compare(double transit) {
        double difference = Math.abs(transit);
        if (difference > LIMIT_MS) {
            jumps = 0;
            return;
        }
        if (jumps == 0 && difference <= JUMP_MS) {
            count(difference);
            return;
        }
        follow(transit, difference);
    }

    private void follow(double transit, double difference) {
        if (jumps == 0) {
            jitterWithMs = jitterMs;
            sumWithMs = sumMs;
            maxWithMs = maxMs;
            offsetMs = 0;
            farthestMs = 0;
        }
        jitterWithMs += (difference - jitterWithMs) / 16;
        sumWithMs += jitterWithMs;
        maxWithMs = Math.max(maxWithMs, jitterWithMs);
        offsetMs += transit;
        farthestMs = Math.max(farthestMs, Math.abs(offsetMs));
        if (difference > JUMP_MS) {
            jumps++;
            waited = 0;
            nearestMs = Math.abs(offsetMs);
        } else {
            count(difference);
            waited++;
        }
        if (Math.abs(offsetMs) < nearestMs - RETURN_MS) {
            nearestMs = Math.abs(offsetMs);
            waited = 0;
        }
        if (Math.abs(offsetMs) <= farthestMs / 2) {
            samples += jumps;
            jitterMs = jitterWithMs;
            sumMs = sumWithMs;
            maxMs = maxWithMs;
            jumps = 0;
        } else if (waited >= PATIENCE) {
            jumps = 0;
        }
    }

    private void count(double difference) {
        jitterMs += (difference - jitterMs) / 16;
        sumMs += jitterMs;
        maxMs = Math.max(maxMs, jitterMs);
        samples++;
    }
}
