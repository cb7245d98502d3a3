package io.siphon.console.flow;

import io.siphon.schema.Trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A stored RTCP report in a few words: anything has some, also what is no RTCP.
 *
 * @param lossPct fraction lost of its first report block, percent; NaN without one
 * @param jitter likewise, in timestamp units
 */
record RtcpText(String words, double lossPct, double jitter) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** RFC 3550, 6.4: header, SSRC and, of a sender, its sender information. */
    private static final int BLOCK_OF_SENDER = 28;

    private static final int BLOCK_OF_RECEIVER = 8;
    private static final int BLOCK = 24;
    private static final int SENDER = 200;
    private static final int RECEIVER = 201;

    /** Short, for an arrow: {@code SR loss 0.4 %, jitter 80}. */
    String label() {
        return Double.isNaN(lossPct) ? words : words.replaceFirst("^RTCP ", "");
    }

    static RtcpText of(Trace trace) {
        byte[] payload = trace.payload();
        return payload.length > 0 && payload[0] == '{' ? json(payload) : binary(payload);
    }

    private static RtcpText json(byte[] payload) {
        try {
            JsonNode report = JSON.readTree(new String(payload, StandardCharsets.UTF_8));
            JsonNode block = report.path("report_blocks").path(0);
            String type = name(report.path("type").asInt());
            return block.isObject()
                    ? words(
                            type,
                            block.path("fraction_lost").asInt(),
                            block.path("ia_jitter").asLong())
                    : without(type);
        } catch (JsonProcessingException e) {
            return without("RTCP");
        }
    }

    private static RtcpText binary(byte[] payload) {
        int type = payload.length > 1 ? payload[1] & 0xff : 0;
        int first = type == SENDER ? BLOCK_OF_SENDER : BLOCK_OF_RECEIVER;
        boolean reports = (type == SENDER || type == RECEIVER) && (payload[0] & 0x1f) > 0;
        if (!reports || payload.length < first + BLOCK) {
            return without(name(type));
        }
        return words(name(type), payload[first + 4] & 0xff, unsigned(payload, first + 12));
    }

    private static long unsigned(byte[] bytes, int at) {
        long value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 8 | bytes[at + i] & 0xff;
        }
        return value;
    }

    private static String name(int type) {
        return switch (type) {
            case SENDER -> "RTCP SR";
            case RECEIVER -> "RTCP RR";
            case 202 -> "RTCP SDES";
            case 203 -> "RTCP BYE";
            case 207 -> "RTCP XR";
            default -> "RTCP";
        };
    }

    private static RtcpText without(String type) {
        return new RtcpText(type, Double.NaN, Double.NaN);
    }

    private static RtcpText words(String type, int fraction, long jitter) {
        double loss = fraction * 100 / 256.0;
        return new RtcpText(
                String.format(Locale.ROOT, "%s loss %.1f %%, jitter %d", type, loss, jitter),
                loss,
                jitter);
    }
}
