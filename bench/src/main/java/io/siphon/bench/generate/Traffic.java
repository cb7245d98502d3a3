package io.siphon.bench.generate;

import io.siphon.schema.EpochMicros;
import io.siphon.sources.hep.HepEncoder;
import io.siphon.sources.hep.HepPacket;

import javax.annotation.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Plausible traffic of many calls that overlap, message by message in order of time. The same seed
 * gives the same messages at the same distances.
 */
public final class Traffic {

    /** As a capture agent calls itself. */
    public static final String NODE = "generate";

    private static final String AGENT = "127.0.0.1";
    private static final int UDP = 17;
    private static final int HEP3 = 3;
    private static final int SAMPLED_CALLS = 5000;

    private final long calls;
    @Nullable private final Duration meanDuration;
    private final long seed;
    private final PriorityQueue<Planned> due =
            new PriorityQueue<>(Comparator.comparingLong(Planned::atMicros));
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private B2bua b2bua = B2bua.NONE;
    private double callsPerSecond;
    private long begun;
    private long rateFrom;
    private long rateFromMicros;

    /**
     * @param meanDuration of answered calls; null: all calls are answered, and none ends
     */
    public Traffic(long calls, double callsPerSecond, @Nullable Duration meanDuration, long seed) {
        this.calls = calls;
        this.callsPerSecond = callsPerSecond;
        this.meanDuration = meanDuration;
        this.seed = seed;
    }

    /** All calls go through that. */
    public Traffic through(B2bua kind) {
        b2bua = kind;
        return this;
    }

    /** How many messages a call has, on average, RTCP included. */
    public static double messagesPerCall(@Nullable Duration meanDuration) {
        long messages = 0;
        for (int call = 0; call < SAMPLED_CALLS; call++) {
            messages += new CallPlan(call, 0, 1, meanDuration).messages().size();
        }
        return (double) messages / SAMPLED_CALLS;
    }

    /** Calls that begin from now on do so at another rate. */
    public void rate(double callsPerSecond) {
        rateFromMicros = startMicros();
        rateFrom = begun;
        this.callsPerSecond = callsPerSecond;
    }

    public boolean hasNext() {
        return begun < calls || !due.isEmpty();
    }

    /** When the next message is due, µs after the start. */
    public long nextAtMicros() {
        begin();
        return due.element().atMicros();
    }

    /**
     * @param timeMicros that it is captured at, epoch µs
     */
    public HepPacket next(long timeMicros) {
        begin();
        return packet(due.remove(), timeMicros);
    }

    static HepPacket packet(Planned message, long timeMicros) {
        CallPlan call = message.call();
        boolean caller = message.fromCaller();
        return new HepPacket(
                timeMicros,
                timeMicros,
                HEP3,
                UDP,
                caller ? call.callerIp : call.calleeIp,
                call.port(caller, message.protocol()),
                caller ? call.calleeIp : call.callerIp,
                call.port(!caller, message.protocol()),
                AGENT,
                NODE,
                message.protocol(),
                call.callId,
                null,
                message.payload().getBytes(StandardCharsets.UTF_8),
                null,
                null);
    }

    /** Sends all of it as HEP 3, each message when it is due. */
    public void sendTo(HepTarget target) throws IOException {
        HepEncoder encoder = new HepEncoder();
        Pace pace = new Pace(1);
        while (hasNext()) {
            pace.await(nextAtMicros());
            target.send(encoder.encode(next(EpochMicros.now())));
        }
    }

    /**
     * Writes all of it as HEP 3.
     *
     * @param fromMicros when it begins, epoch µs
     * @return how many messages
     */
    public long writeTo(HepCaptureFile file, long fromMicros) throws IOException {
        HepEncoder encoder = new HepEncoder();
        long messages = 0;
        for (; hasNext(); messages++) {
            long at = fromMicros + nextAtMicros();
            file.write(at, encoder.encode(next(at)));
        }
        return messages;
    }

    /** How many of the calls begun so far go which way. */
    public Map<Outcome, Integer> outcomes() {
        return outcomes;
    }

    /** Puts in every call that begins before the next message is due. */
    private void begin() {
        while (begun < calls) {
            long start = startMicros();
            if (!due.isEmpty() && due.element().atMicros() < start) {
                return;
            }
            CallPlan call = new CallPlan(begun, start, seed, meanDuration, b2bua, false);
            if (b2bua != B2bua.NONE) {
                due.addAll(new CallPlan(begun, start, seed, meanDuration, b2bua, true).messages());
            }
            begun++;
            outcomes.merge(call.outcome, 1, Integer::sum);
            due.addAll(call.messages());
        }
    }

    /** Of the call that begins next. */
    private long startMicros() {
        return rateFromMicros + (long) ((begun - rateFrom) * 1_000_000 / callsPerSecond);
    }
}
