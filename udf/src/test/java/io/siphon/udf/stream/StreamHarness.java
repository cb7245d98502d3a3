package io.siphon.udf.stream;

import io.siphon.schema.RtpStream;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.RoomCoOperator;
import io.siphon.udf.rtcp.IdentifiedStream;
import io.siphon.udf.rtp.RtpPacket;
import io.siphon.udf.session.MediaSocket;
import io.siphon.udf.session.SessionHarness;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** A {@link StreamTracker} that is fed by hand. */
final class StreamHarness implements AutoCloseable {

    static final Duration RETENTION = Duration.ofMinutes(5);

    private final StreamTracker tracker;

    private final KeyedTwoInputStreamOperatorTestHarness<String, MediaSocket, RtpPacket, RtpStream>
            harness;

    StreamHarness() throws Exception {
        this(null);
    }

    StreamHarness(OperatorSubtaskState restored) throws Exception {
        this(restored, Ceiling.NONE);
    }

    StreamHarness(OperatorSubtaskState restored, Ceiling ceiling) throws Exception {
        this(restored, ceiling, 1, 1, 0);
    }

    StreamHarness(
            OperatorSubtaskState restored,
            Ceiling ceiling,
            int groups,
            int parallelism,
            int subtask)
            throws Exception {
        tracker = new StreamTracker(RETENTION, ceiling);
        harness =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        new RoomCoOperator<>(tracker),
                        MediaSocket::socket,
                        RtpPacket::destination,
                        Types.STRING,
                        groups,
                        parallelism,
                        subtask);
        if (restored != null) {
            harness.initializeState(restored);
        }
        harness.open();
    }

    StreamHarness sip(Iterable<SipMessage> messages) throws Exception {
        for (MediaSocket socket : SessionHarness.rtp(messages)) {
            push(socket);
        }
        return this;
    }

    StreamHarness push(MediaSocket socket) throws Exception {
        harness.processElement1(socket, socket.timeMicros() / 1000);
        return this;
    }

    StreamHarness push(RtpPacket packet) throws Exception {
        harness.processElement2(packet, packet.timeMicros() / 1000);
        return this;
    }

    StreamHarness watermark(long micros) throws Exception {
        harness.processBothWatermarks(new Watermark(micros / 1000));
        return this;
    }

    StreamHarness endOfInput() throws Exception {
        harness.processBothWatermarks(Watermark.MAX_WATERMARK);
        return this;
    }

    List<RtpStream> rows() {
        return new ArrayList<>(harness.extractOutputValues());
    }

    List<IdentifiedStream> identified() {
        List<IdentifiedStream> identified = new ArrayList<>();
        harness.getSideOutput(StreamTracker.IDENTIFIED)
                .forEach(record -> identified.add(record.getValue()));
        return identified;
    }

    long places() {
        return tracker.places();
    }

    /** As 0.2 had it before it counted its keys: what the subtask has taken. */
    StreamHarness keepCount(long taken) throws Exception {
        harness.getOperator()
                .getOperatorStateBackend()
                .getListState(new ListStateDescriptor<>("room-taken", Long.class))
                .update(List.of(taken));
        return this;
    }

    int entries() {
        return harness.numKeyedStateEntries();
    }

    OperatorSubtaskState snapshot() throws Exception {
        return harness.snapshot(1, 1);
    }

    void assertNothingLeft() {
        assertThat(harness.numKeyedStateEntries()).as("state entries").isZero();
        assertThat(harness.numEventTimeTimers()).as("timers").isZero();
        assertThat(tracker.places()).as("places").isZero();
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
