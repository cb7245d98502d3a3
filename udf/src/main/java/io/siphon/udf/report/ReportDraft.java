package io.siphon.udf.report;

import io.siphon.schema.BoundedText;
import io.siphon.schema.IpText;
import io.siphon.udf.payload.Hop;

import java.util.Locale;

/** A {@link QualityReport} while it is read. */
final class ReportDraft {

    private static final int MAX_PORT = 0xffff;

    String callId = "";
    String receiver = "";
    String sender = "";
    String receiverTag = "";
    String senderTag = "";
    boolean own = true;
    long ssrc = -1;
    String codec = "";
    double lossPct = Double.NaN;
    double lossMaxPct = Double.NaN;
    double lost = Double.NaN;
    double jitterMs = Double.NaN;
    double jitterMaxMs = Double.NaN;
    double rttMs = Double.NaN;
    double mos = Double.NaN;
    double mosMin = Double.NaN;
    double rFactor = Double.NaN;
    boolean whole = true;

    QualityReport of(Hop hop, String origin) {
        String id = callId.isEmpty() && hop.correlationId() != null ? hop.correlationId() : callId;
        return new QualityReport(
                hop.timeMicros(),
                hop.node(),
                hop.trunk(),
                BoundedText.id(id),
                origin,
                BoundedText.of(receiver.isEmpty() ? hop.source() : receiver, BoundedText.NARROW),
                BoundedText.of(sender.isEmpty() ? hop.destination() : sender, BoundedText.NARROW),
                BoundedText.of(receiverTag, BoundedText.TAG),
                BoundedText.of(senderTag, BoundedText.TAG),
                own,
                ssrc,
                BoundedText.of(codec, BoundedText.NARROW),
                lossPct,
                lossMaxPct,
                Double.isNaN(lost) || Math.abs(lost) > Integer.MAX_VALUE ? -1 : (int) lost,
                jitterMs,
                jitterMaxMs,
                rttMs,
                mos,
                mosMin,
                rFactor,
                whole,
                hop.clockOffset());
    }

    /** Sets the share of what was lost of all that was sent. */
    void lossOf(double lostPackets, double expected) {
        lost = lostPackets;
        if (expected > 0) {
            lossPct = lostPackets * 100 / expected;
        }
    }

    /** {@code udp:192.0.2.1:4000}; empty unless both are of a socket. */
    static String socket(String ip, long port) {
        String numeric = IpText.normalized(ip);
        if (numeric == null || port < 0 || port > MAX_PORT) {
            return "";
        }
        return numeric.indexOf(':') < 0
                ? "udp:" + numeric + ":" + port
                : "udp:[" + numeric + "]:" + port;
    }

    /** Hexadecimal after {@code 0x}, else decimal; -1 when it is neither, or beyond 32 bits. */
    static long ssrc(String text) {
        String lower = text.trim().toLowerCase(Locale.ROOT);
        try {
            long value =
                    lower.startsWith("0x")
                            ? Long.parseLong(lower.substring(2), 16)
                            : Long.parseLong(lower);
            return value < 0 || value > 0xffff_ffffL ? -1 : value;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** NaN for what is no number. */
    static double number(String text) {
        String digits = text.trim();
        if (digits.isEmpty() || digits.length() > 24) {
            return Double.NaN;
        }
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
                return Double.NaN; // Java reads 1f, 0x1p3 and NaN, too
            }
        }
        try {
            return Double.parseDouble(digits);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
