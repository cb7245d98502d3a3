package io.siphon.udf.stream;

import io.siphon.schema.RtpStream;
import io.siphon.sources.Captures;
import io.siphon.udf.rtp.RtpPacket;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

/**
 * The streams of captured traffic as {@code tshark -q -z rtp,streams} (4.0.17) counts them. {@code
 * rtp-torture} is made up, a kind of trouble a call; where we go with RFC 3550 and tshark does not,
 * a test says so.
 */
class TsharkStreamsTest {

    /** tshark prints three digits. */
    private static final double ROUNDING = 0.0006;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kam-hep3-rtpe-media",
                "kam-hep3-sipp-rtp",
                "kam-hep3-direct-media",
                "ast-hep3-b2bua-rtcp"
            })
    void countsAsTsharkDoes(String name) throws Exception {
        Map<String, RtpStream> ours = byKey(streams(WireCapture.of(name), true));
        JsonNode theirs = Captures.expected(name).get("raw").get("rtp_streams");

        assertThat(ours).hasSize(theirs.size());
        for (JsonNode expected : theirs) {
            String key = key(expected);
            RtpStream stream = ours.get(key);
            assertThat(stream).as(key).isNotNull();
            assertThat(stream.packets()).as(key).isEqualTo(expected.get("packets").asLong());
            assertThat(stream.lost()).as(key).isEqualTo(expected.get("lost").asLong());
            assertThat(stream.lossPct())
                    .as(key)
                    .isCloseTo(expected.get("lost_pct").asDouble(), within(0.051));
            if (!stream.codec().equals("telephone-event")) { // tshark starts anew at each digit
                same(key, stream.longestGapMs(), expected.get("max_delta_ms").asDouble());
            }
            same(key, stream.jitterMeanMs(), expected.get("mean_jitter_ms").asDouble());
            same(key, stream.jitterMaxMs(), expected.get("max_jitter_ms").asDouble());
            assertThat(stream.endedAt() - stream.startedAt())
                    .as(key)
                    .isEqualTo(micros(expected.get("end")) - micros(expected.get("start")));
            assertThat(stream.bySdp()).as(key).isTrue();
            assertThat(stream.callId()).as(key).isNotEmpty();
            assertThat(stream.direction()).as(key).isNotEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"kam-hep3-rtpe-media", "kam-hep3-sipp-rtp", "kam-hep3-direct-media"})
    void findsTheSameStreamsWithoutSdp(String name) throws Exception {
        WireCapture capture = WireCapture.of(name);
        Map<String, RtpStream> withSdp = byKey(streams(capture, true));
        Map<String, RtpStream> without = byKey(streams(capture, false));

        assertThat(without.values()).allMatch(s -> !s.bySdp() && s.callId().isEmpty());
        assertThat(without.keySet()).isEqualTo(withSdp.keySet());
        without.forEach(
                (key, stream) -> {
                    assertThat(stream.packets()).isEqualTo(withSdp.get(key).packets());
                    // DTMF, which nothing tells from a medium, repeats its last number
                    long repeated = stream.payloadType() == 8 ? 0 : stream.duplicates();
                    assertThat(stream.lost()).isEqualTo(withSdp.get(key).lost() + repeated);
                    assertThat(stream.codec()).isEqualTo(stream.payloadType() == 8 ? "PCMA" : "");
                });
    }

    @Test
    void tellsTheLegsOfARelayedCallByItsSdp() throws Exception {
        WireCapture capture = WireCapture.of("kam-hep3-rtpe-media");
        Map<String, Long> streamsOfCalls =
                streams(capture, true).stream()
                        .collect(Collectors.groupingBy(RtpStream::callId, Collectors.counting()));

        assertThat(streamsOfCalls.values()).containsExactly(4L, 4L);
        assertThat(streams(capture, true))
                .filteredOn(s -> s.source().startsWith("udp:127.0.0.51:")) // the caller's phone
                .extracting(RtpStream::direction)
                .containsOnly(RtpStream.FROM_CALLER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "wrap", "reorder", "lossy", "opus", "ptchange"})
    void countsTroubleAsTsharkDoes(String kind) throws Exception {
        RtpStream stream = tortured(kind);
        String[] expected = tsharkLine(stream);
        assertThat(stream.packets()).isEqualTo(Long.parseLong(expected[0]));
        assertThat(stream.lost()).isEqualTo(Long.parseLong(expected[1]));
        same(kind, stream.longestGapMs(), Double.parseDouble(expected[2]));
        same(kind, stream.jitterMeanMs(), Double.parseDouble(expected[3]));
        same(kind, stream.jitterMaxMs(), Double.parseDouble(expected[4]));
    }

    @Test
    void countsWhatComesLateOrTwice() throws Exception {
        assertThat(tortured("reorder").outOfOrder()).isEqualTo(19);
        assertThat(tortured("wrap_reorder").outOfOrder()).isEqualTo(43);
        assertThat(tortured("wrap_reorder").lost()).isZero();
        assertThat(tortured("dup").duplicates()).isEqualTo(8);
    }

    /** tshark takes a copy for a packet of its own: -8 lost, and its delay is jitter. */
    @Test
    void countsACopyForNothing() throws Exception {
        RtpStream stream = tortured("dup");
        assertThat(tsharkLine(stream)[1]).isEqualTo("-8");
        assertThat(stream.lost()).isZero();
        assertThat(stream.lossPct()).isZero();
        assertThat(stream.packets()).isEqualTo(408);
        assertThat(stream.jitterMaxMs()).isBetween(2.5, 3.5);
    }

    /** tshark's highest jitter is 7815 ms, of packets that come 12 to 28 ms apart. */
    @Test
    void takesNoTimestampsThatBeginAnewForJitter() throws Exception {
        RtpStream stream = tortured("tsjump");
        assertThat(Double.parseDouble(tsharkLine(stream)[4])).isEqualTo(7814.981);
        assertThat(stream.jitterMaxMs()).isBetween(2.5, 4.0);
        assertThat(stream.packets()).isEqualTo(400);
    }

    @Test
    void takesABigJumpForANewBeginningAsTheRfcDoes() throws Exception {
        // RFC 3550, A.1; tshark counts 5000 lost
        assertThat(tortured("seqjump").lost()).isZero();
        assertThat(tsharkLine(tortured("seqjump"))[1]).isEqualTo("5000");
    }

    @Test
    void expectsUpToTheHighestNumberAsTheRfcDoes() throws Exception {
        // RFC 3550, A.3; tshark expects up to the number of the last packet, which came late
        assertThat(tortured("late_last").lost()).isZero();
        assertThat(tsharkLine(tortured("late_last"))[1]).isEqualTo("-1");
    }

    @Test
    void leavesDtmfAndComfortNoiseOutOfTheJitter() throws Exception {
        // their timestamps stand still, or jump: tshark's maximum for DTMF is 20.9 ms
        assertThat(tortured("dtmf_same_ssrc").jitterMaxMs()).isLessThan(4);
        assertThat(tortured("dtmf_same_ssrc").packets()).isEqualTo(400);
        assertThat(tortured("cn").jitterMaxMs()).isLessThan(4);
        assertThat(tortured("cn").codec()).isEqualTo("PCMA");
    }

    private static RtpStream tortured(String kind) throws Exception {
        return streams(WireCapture.of("rtp-torture"), true).stream()
                .filter(s -> s.callId().equals("c-" + kind))
                .collect(Collectors.collectingAndThen(Collectors.toList(), all -> all.get(0)));
    }

    /** Packets, lost, longest gap, mean and highest jitter of the text that tshark printed. */
    private static String[] tsharkLine(RtpStream stream) throws Exception {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                TsharkStreamsTest.class.getResourceAsStream(
                                        "/rtp/rtp-torture.tshark.txt"),
                                UTF_8))) {
            String line =
                    lines.lines()
                            .filter(l -> l.contains("0x%08X".formatted(stream.ssrc())))
                            .findFirst()
                            .orElseThrow();
            String after = line.substring(line.indexOf("0x")).replace(", ", ",");
            String[] words = after.trim().split("\\s+");
            return new String[] {words[2], words[3], words[7], words[9], words[10]};
        }
    }

    private static List<RtpStream> streams(WireCapture capture, boolean sdp) throws Exception {
        try (StreamHarness harness = new StreamHarness()) {
            if (sdp) {
                harness.sip(capture.messages);
            }
            for (RtpPacket packet : capture.rtp) {
                harness.push(packet);
            }
            List<RtpStream> rows = harness.endOfInput().rows();
            harness.assertNothingLeft();
            return rows;
        }
    }

    private static Map<String, RtpStream> byKey(List<RtpStream> streams) {
        Map<String, RtpStream> byKey = new HashMap<>();
        for (RtpStream s : streams) {
            String key = s.source() + " " + s.destination() + " 0x%08X".formatted(s.ssrc());
            assertThat(byKey.put(key, s)).as(key).isNull();
        }
        return byKey;
    }

    private static String key(JsonNode s) {
        return "udp:%s:%d udp:%s:%d %s"
                .formatted(
                        s.get("src").asText(),
                        s.get("sport").asInt(),
                        s.get("dst").asText(),
                        s.get("dport").asInt(),
                        s.get("ssrc").asText());
    }

    /** Equal within 1 %; -1 and 0 are how tshark writes that there is none. */
    private static void same(String what, double ours, double theirs) {
        if (Double.isNaN(ours)) {
            assertThat(theirs).as(what).isLessThanOrEqualTo(0);
        } else if (theirs < 0.06) {
            assertThat(ours).as(what).isCloseTo(theirs, within(ROUNDING));
        } else {
            assertThat(ours).as(what).isCloseTo(theirs, withPercentage(1));
        }
    }

    private static long micros(JsonNode seconds) {
        return Math.round(seconds.asDouble() * 1e6);
    }
}
