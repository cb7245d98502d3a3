package io.siphon.udf.stream;

/** State: interarrival jitter of one stream (RFC 3550, A.8), in ms of the codec's clock. */
public class JitterState {

    /** The packet before, epoch µs; 0 when there is none to compare with. */
    public long arrivedAt;

    public long timestamp;
    public double jitterMs;
    public double sumMs;
    public double maxMs;
    public long samples;

    public JitterState() {}

    void accept(long timeMicros, long rtpTimestamp, int clockRate) {
        if (arrivedAt != 0) {
            double arrival = (timeMicros - arrivedAt) / 1000.0;
            double sent = (int) (rtpTimestamp - timestamp) * 1000.0 / clockRate;
            jitterMs += (Math.abs(arrival - sent) - jitterMs) / 16;
            sumMs += jitterMs;
            maxMs = Math.max(maxMs, jitterMs);
            samples++;
        }
        arrivedAt = timeMicros;
        timestamp = rtpTimestamp;
    }

    /** Timestamps go on from elsewhere: the next packet is not compared with the last. */
    void interrupt() {
        arrivedAt = 0;
    }

    /** NaN when there were no two packets to compare. */
    double meanMs() {
        return samples == 0 ? Double.NaN : sumMs / samples;
    }

    /** NaN when there were no two packets to compare. */
    double maxMs() {
        return samples == 0 ? Double.NaN : maxMs;
    }
}
