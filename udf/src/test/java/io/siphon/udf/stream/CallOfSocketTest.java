package io.siphon.udf.stream;

import io.siphon.schema.RtpStream;
import io.siphon.sources.Captures;
import io.siphon.sources.hep.HepPacket;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.RoomCoOperator;
import io.siphon.udf.payload.Hops;
import io.siphon.udf.payload.Trunks;
import io.siphon.udf.rtcp.RtcpBinary;
import io.siphon.udf.rtcp.RtcpReport;
import io.siphon.udf.sdp.Codec;
import io.siphon.udf.session.MediaSocket;
import io.siphon.udf.session.SessionHarness;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class CallOfSocketTest {

    private static final Duration RETENTION = Duration.ofMinutes(5);
    private static final String PHONE = "udp:203.0.113.9:61000";
    private static final List<String> FIELDS =
            List.of("fraction", "cum_nr", "ext_high", "jitter", "lsr", "dlsr");
    private static final String RELAY = "udp:192.0.2.10:30000";

    @Test
    void tellsAStreamToAPhoneBehindNatByTheSdpOfTheRelay() throws Exception {
        try (KeyedTwoInputStreamOperatorTestHarness<String, MediaSocket, RtpStream, RtpStream>
                join = streams()) {
            join.processElement1(announced(10, RELAY, MediaSocket.CALLEE), 10_000);
            join.processElement2(stream("", 12, 60, RELAY, PHONE), 60_000);
            join.processBothWatermarks(new Watermark(60_999));

            RtpStream stream = join.extractOutputValues().get(0);
            assertThat(stream.callId()).isEqualTo("call-1");
            assertThat(stream.direction()).isEqualTo(RtpStream.FROM_CALLEE);
            assertThat(stream.bySdp()).isTrue();
            end(join);
        }
    }

    /** So that the media of a phone behind NAT lives as long as its call, and no longer. */
    @Test
    void tellsTheSocketOfAPhoneBehindNatThatItsCallGoesOnAndIsOver() throws Exception {
        try (KeyedTwoInputStreamOperatorTestHarness<String, MediaSocket, MediaSocket, MediaSocket>
                join =
                        harness(
                                CallOfSocket.ofSenders(RETENTION, Ceiling.NONE),
                                MediaSocket::sender,
                                MediaSocket.class)) {
            join.processElement1(announced(10, RELAY, MediaSocket.CALLEE), 10_000);
            join.processElement2(MediaSocket.latched(12_000_000, PHONE, RELAY), 12_000);
            join.processElement1(announced(200, RELAY, MediaSocket.CALLEE), 200_000);
            MediaSocket end = announced(300, RELAY, MediaSocket.CALLEE);
            join.processElement1(
                    new MediaSocket(
                            end.timeMicros(),
                            end.callId(),
                            end.socket(),
                            end.announcer(),
                            end.codecs(),
                            end.sends(),
                            "",
                            end.began(),
                            true),
                    300_000);
            join.processBothWatermarks(new Watermark(300_999));

            assertThat(join.extractOutputValues())
                    .extracting(s -> s.socket() + " " + s.sender() + " " + s.over())
                    .containsExactly(
                            PHONE + " " + RELAY + " false",
                            PHONE + " " + RELAY + " false",
                            PHONE + " " + RELAY + " true");
            assertThat(join.extractOutputValues())
                    .extracting(MediaSocket::announcer)
                    .containsOnly(MediaSocket.CALLER);
            end(join);
        }
    }

    @Test
    void letsAStreamBeThatHasItsCall() throws Exception {
        try (KeyedTwoInputStreamOperatorTestHarness<String, MediaSocket, RtpStream, RtpStream>
                join = streams()) {
            join.processElement1(announced(10, RELAY, MediaSocket.CALLEE), 10_000);
            RtpStream known = stream("call-0", 12, 60, RELAY, PHONE);
            RtpStream strange = stream("", 12, 60, PHONE, RELAY);
            join.processElement2(known, 60_000);
            join.processElement2(strange, 60_000);
            join.processBothWatermarks(new Watermark(60_999));

            assertThat(join.extractOutputValues()).containsExactlyInAnyOrder(known, strange);
            end(join);
        }
    }

    /** A re-INVITE within the dialog says that media goes elsewhere, not whose side says so. */
    @Test
    void tellsTheDirectionOfAStreamToASocketThatARenegotiationAnnounced() throws Exception {
        try (KeyedTwoInputStreamOperatorTestHarness<String, MediaSocket, RtpStream, RtpStream>
                join = streams()) {
            join.processElement1(announced(10, RELAY, MediaSocket.CALLEE), 10_000);
            join.processElement2(stream("call-1", 12, 60, RELAY, PHONE), 60_000);
            join.processBothWatermarks(new Watermark(60_999));

            RtpStream stream = join.extractOutputValues().get(0);
            assertThat(stream.callId()).isEqualTo("call-1");
            assertThat(stream.direction()).isEqualTo(RtpStream.FROM_CALLEE);
            end(join);
        }
    }

    @Test
    void keepsTheCallOfALongStream() throws Exception {
        try (KeyedTwoInputStreamOperatorTestHarness<String, MediaSocket, RtpStream, RtpStream>
                join = streams()) {
            join.processElement1(announced(10, RELAY, MediaSocket.CALLER), 10_000);
            for (int minute = 1; minute < 100; minute++) {
                join.processElement2(stream("", 12, 60 * minute, RELAY, PHONE), 60_000L * minute);
                join.processBothWatermarks(new Watermark(60_000L * minute + 999));
            }

            assertThat(join.extractOutputValues()).hasSize(99);
            assertThat(join.extractOutputValues())
                    .extracting(RtpStream::callId)
                    .containsOnly("call-1");
            end(join);
        }
    }

    /** Each block as tshark reads it, of the call whose SDP announced the RTCP socket. */
    @ParameterizedTest
    @ValueSource(strings = {"kam-hep3-rtpe-media", "kam-hep3-direct-media", "ast-hep3-b2bua-rtcp"})
    void tellsRtcpOffTheWireOfItsCallAsTsharkReadsIt(String name) throws Exception {
        WireCapture capture = WireCapture.of(name);
        List<RtcpReport> reports = new ArrayList<>();
        try (KeyedTwoInputStreamOperatorTestHarness<String, MediaSocket, RtcpReport, RtcpReport>
                join =
                        harness(
                                CallOfSocket.ofReports(RETENTION, Ceiling.NONE),
                                RtcpReport::destination,
                                RtcpReport.class)) {
            Set<String> calls = new HashSet<>();
            for (MediaSocket s : SessionHarness.rtcp(capture.messages)) {
                join.processElement1(s, s.timeMicros() / 1000);
                calls.add(s.callId());
            }
            Hops hops = new Hops(Trunks.of(Map.of()), Set.of());
            for (HepPacket packet : capture.rtcp) {
                for (RtcpReport r :
                        RtcpBinary.decode(packet.payload(), hops.of(packet, "")).reports()) {
                    reports.add(r);
                    join.processElement2(r, r.timeMicros() / 1000);
                }
            }
            join.processBothWatermarks(Watermark.MAX_WATERMARK);

            assertThat(join.extractOutputValues()).hasSameSizeAs(reports);
            assertThat(join.extractOutputValues())
                    .extracting(RtcpReport::callId)
                    .isSubsetOf(calls)
                    .hasSizeGreaterThan(5);
            assertThat(join.numKeyedStateEntries()).isZero();
        }
        assertThat(reports.stream().filter(RtcpReport::hasBlock).map(CallOfSocketTest::block))
                .containsExactlyInAnyOrderElementsOf(blocks(name));
    }

    private static String block(RtcpReport r) {
        return "%d %s %d %d %d %d %d %d"
                .formatted(
                        r.timeMicros(),
                        Long.toHexString(r.senderSsrc()),
                        r.fractionLost(),
                        r.cumulativeLost(),
                        r.highestSequence(),
                        r.jitter(),
                        r.lsr(),
                        r.dlsr());
    }

    private static List<String> blocks(String name) {
        List<String> blocks = new ArrayList<>();
        for (JsonNode packet : Captures.expected(name).get("raw").get("rtcp")) {
            if (packet.has("rtcp.ssrc.fraction")) {
                String time = packet.get("frame.time_epoch").asText().replace(".", "");
                String ssrc = packet.get("rtcp.senderssrc").asText().replaceFirst("0x0*", "");
                int count = packet.get("rtcp.ssrc.fraction").asText().split(",").length;
                for (int i = 0; i < count; i++) {
                    StringBuilder block = new StringBuilder(time.substring(0, 16));
                    block.append(' ').append(ssrc);
                    for (String field : FIELDS) {
                        String values = packet.get("rtcp.ssrc." + field).asText();
                        block.append(' ').append(values.split(",")[i]);
                    }
                    blocks.add(block.toString());
                }
            }
        }
        return blocks;
    }

    /** An announced socket, and an announcement and a stream that wait. */
    @Test
    void afterARestoreItsRoomIsWhatItKeeps() throws Exception {
        OperatorSubtaskState state;
        CallOfSocket<RtpStream> before = CallOfSocket.ofStreams(RETENTION, Ceiling.NONE);
        try (KeyedTwoInputStreamOperatorTestHarness<String, MediaSocket, RtpStream, RtpStream>
                join = harness(before, RtpStream::source, RtpStream.class)) {
            join.processElement1(announced(10, RELAY, MediaSocket.CALLEE), 10_000);
            join.processBothWatermarks(new Watermark(20_000));
            join.processElement1(announced(30, PHONE, MediaSocket.CALLER), 30_000);
            join.processElement2(stream("", 12, 60, RELAY, PHONE), 60_000);
            assertThat(before.room().taken()).isEqualTo(3);
            state = join.snapshot(1, 1);
        }
        CallOfSocket<RtpStream> after = CallOfSocket.ofStreams(RETENTION, Ceiling.NONE);
        try (KeyedTwoInputStreamOperatorTestHarness<String, MediaSocket, RtpStream, RtpStream>
                join = harness(after, RtpStream::source, RtpStream.class, state)) {
            assertThat(after.room().taken()).isEqualTo(3);
            end(join);
            assertThat(after.room().taken()).isZero();
        }
    }

    private static KeyedTwoInputStreamOperatorTestHarness<String, MediaSocket, RtpStream, RtpStream>
            streams() throws Exception {
        return harness(
                CallOfSocket.ofStreams(RETENTION, Ceiling.NONE),
                RtpStream::source,
                RtpStream.class);
    }

    private static <T> KeyedTwoInputStreamOperatorTestHarness<String, MediaSocket, T, T> harness(
            CallOfSocket<T> function, KeySelector<T, String> key, Class<T> type) throws Exception {
        return harness(function, key, type, null);
    }

    private static <T> KeyedTwoInputStreamOperatorTestHarness<String, MediaSocket, T, T> harness(
            CallOfSocket<T> function,
            KeySelector<T, String> key,
            Class<T> type,
            OperatorSubtaskState restored)
            throws Exception {
        KeyedTwoInputStreamOperatorTestHarness<String, MediaSocket, T, T> harness =
                new KeyedTwoInputStreamOperatorTestHarness<>(
                        new RoomCoOperator<>(function), MediaSocket::socket, key, Types.STRING);
        harness.setup(
                TypeInformation.of(type)
                        .createSerializer(harness.getExecutionConfig().getSerializerConfig()));
        if (restored != null) {
            harness.initializeState(restored);
        }
        harness.open();
        return harness;
    }

    private static void end(KeyedTwoInputStreamOperatorTestHarness<?, ?, ?, ?> join)
            throws Exception {
        join.processBothWatermarks(new Watermark(Duration.ofDays(1).toMillis()));
        assertThat(join.numKeyedStateEntries()).as("state entries").isZero();
        assertThat(join.numEventTimeTimers()).as("timers").isZero();
    }

    private static MediaSocket announced(long seconds, String socket, String announcer) {
        return new MediaSocket(
                seconds * 1_000_000,
                "call-1",
                socket,
                announcer,
                new Codec[] {new Codec(8, "PCMA", 8000)});
    }

    /** Of an R factor of 90 without the network's delay; times in seconds. */
    static RtpStream stream(
            String callId, long started, long reported, String source, String destination) {
        return new RtpStream(
                callId,
                true,
                false,
                reported * 1_000_000,
                "tap",
                "",
                source,
                destination,
                7,
                8,
                "PCMA",
                8000,
                !callId.isEmpty(),
                "",
                started * 1_000_000,
                reported * 1_000_000,
                100,
                16_000,
                0,
                0,
                0,
                0,
                1,
                2,
                21,
                1,
                90,
                4.3,
                Double.NaN,
                0);
    }
}
