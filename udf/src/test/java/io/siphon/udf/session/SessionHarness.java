package io.siphon.udf.session;

import io.siphon.udf.order.InOrder;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** A {@link SessionTracker} that is fed by hand. */
public final class SessionHarness implements AutoCloseable {

    private final KeyedOneInputStreamOperatorTestHarness<String, SessionEvent, MediaSocket> harness;

    public SessionHarness() throws Exception {
        this(null);
    }

    SessionHarness(OperatorSubtaskState restored) throws Exception {
        harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new InOrder<>(
                                new SessionTracker(Duration.ofMinutes(4), Duration.ofHours(12)),
                                SessionEventCodec.TYPE.createSerializer(
                                        new SerializerConfigImpl())),
                        SessionEvent::callId,
                        Types.STRING);
        if (restored != null) {
            harness.initializeState(restored);
        }
        harness.open();
    }

    /** All sockets that some messages announce, till the end of input. */
    public static List<MediaSocket> rtp(Iterable<SipMessage> messages) throws Exception {
        try (SessionHarness sessions = new SessionHarness()) {
            return sessions.push(messages).endOfInput().rtp();
        }
    }

    public static List<MediaSocket> rtcp(Iterable<SipMessage> messages) throws Exception {
        try (SessionHarness sessions = new SessionHarness()) {
            return sessions.push(messages).endOfInput().rtcp();
        }
    }

    public SessionHarness push(Iterable<SipMessage> messages) throws Exception {
        for (SipMessage m : messages) {
            if (SessionEvent.concerns(m)) {
                harness.processElement(SessionEvent.of(m), m.timeMicros() / 1000);
            }
        }
        return this;
    }

    /** The watermark comes to that many seconds after {@link SessionScript#BEGINNING}. */
    SessionHarness at(double seconds) throws Exception {
        long micros = SessionScript.BEGINNING + Math.round(seconds * 1e6);
        harness.processWatermark(new Watermark(micros / 1000));
        return this;
    }

    SessionHarness endOfInput() throws Exception {
        harness.processWatermark(Watermark.MAX_WATERMARK);
        return this;
    }

    List<MediaSocket> rtp() {
        return new ArrayList<>(harness.extractOutputValues());
    }

    List<MediaSocket> rtcp() {
        Iterable<StreamRecord<MediaSocket>> records = harness.getSideOutput(SessionTracker.RTCP);
        List<MediaSocket> sockets = new ArrayList<>();
        if (records != null) {
            records.forEach(record -> sockets.add(record.getValue()));
        }
        return sockets;
    }

    OperatorSubtaskState snapshot() throws Exception {
        return harness.snapshot(1, 1);
    }

    void assertNothingLeft() {
        assertThat(harness.numKeyedStateEntries()).as("state entries").isZero();
        assertThat(((InOrder<?, ?, ?>) harness.getOneInputOperator()).deadlines())
                .as("deadlines")
                .isZero();
        assertThat(harness.numEventTimeTimers()).as("timers").isZero();
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
