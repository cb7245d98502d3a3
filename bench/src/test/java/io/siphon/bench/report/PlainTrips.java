package io.siphon.bench.report;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Round trips and scores of reports, by the words of {@code docs/schema.md}: a round trip is A -
 * LSR - DLSR (RFC 3550, 6.4.1) from when the node saw the sender report to when it saw its answer,
 * and the same of the other side; a score is that of G.107 with 60 ms and half the round trip.
 * Times are epoch µs.
 */
final class PlainTrips {

    /** A report block. */
    record Answer(
            String call,
            String node,
            String from,
            String to,
            long reporter,
            long about,
            boolean sends,
            long lsr,
            long dlsr,
            long at) {}

    private record Half(Answer of, double ms) {}

    private static final double NONE = Double.NaN;
    private static final long NTP_EPOCH = 2_208_988_800L;

    /** Ie and Bpl of G.113, appendix I. */
    private static final Map<String, double[]> IMPAIRMENTS =
            Map.of(
                    "PCMU", new double[] {0, 25.1},
                    "PCMA", new double[] {0, 25.1},
                    "G729", new double[] {10, 19},
                    "G723", new double[] {15, 16.1},
                    "GSM-EFR", new double[] {5, 10},
                    "AMR", new double[] {5, 10});

    private final Map<String, Long> sent = new HashMap<>();
    private final Set<String> heard = new HashSet<>();
    private final List<Half> halves = new ArrayList<>();

    /** A sender report passed. */
    void sent(String node, String from, String to, long ssrc, long middle, long at) {
        heard.add(node + ' ' + ssrc);
        sent.putIfAbsent(node + ' ' + middle, at);
        sent.putIfAbsent(node + ' ' + middle + ' ' + from + ' ' + to, at);
    }

    /** ms; NaN while it is not known. */
    double roundTrip(Answer answer) {
        if (answer.lsr == 0) {
            return NONE;
        }
        Long passed = passed(answer);
        if (passed == null) {
            return heard.contains(answer.node + ' ' + answer.about) ? NONE : byClock(answer);
        }
        double half = plausible((answer.at - passed) / 1000.0 - answer.dlsr * 1000.0 / 65536);
        if (Double.isNaN(half)) {
            return half;
        }
        Half other = other(answer);
        halves.add(new Half(answer, half));
        if (other != null) {
            return Math.round((half + other.ms) * 10) / 10.0; // no finer than the delays
        }
        boolean answerable = answer.sends || heard.contains(answer.node + ' ' + answer.reporter);
        return answerable ? NONE : half;
    }

    /** To the unit that JSON in microseconds cuts off. */
    private Long passed(Answer answer) {
        String back = ' ' + answer.to + ' ' + answer.from;
        for (long middle : new long[] {answer.lsr, answer.lsr - 1, answer.lsr + 1}) {
            String key = answer.node + ' ' + (middle & 0xffffffffL);
            Long passed = sent.getOrDefault(key + back, sent.get(key));
            if (passed != null) {
                return passed;
            }
        }
        return null;
    }

    /** The last of the other side, on the same sockets if there is one. */
    private Half other(Answer answer) {
        Half found = null;
        for (Half half : halves) {
            Answer o = half.of;
            boolean same = o.call.equals(answer.call) && o.node.equals(answer.node);
            boolean back = o.from.equals(answer.to) && o.to.equals(answer.from);
            boolean ends =
                    o.reporter == answer.about
                            && o.about == answer.reporter
                            && o.about != o.reporter;
            boolean lesser = found != null && !back && found.of.from.equals(answer.to) && ends;
            found = same && (back || ends && !lesser) ? half : found;
        }
        return found;
    }

    private static double byClock(Answer answer) {
        long seconds = Math.floorDiv(answer.at, 1_000_000L) + NTP_EPOCH;
        long middle = seconds << 16 | (Math.floorMod(answer.at, 1_000_000L) << 16) / 1_000_000L;
        return plausible((int) (middle - answer.lsr - answer.dlsr) * 1000.0 / 65536);
    }

    private static double plausible(double ms) {
        return ms < -1 || ms > 10_000 ? NONE : Math.max(0, ms);
    }

    /** 1 to 4.5; NaN for a codec that G.113 lacks. */
    static double score(String codec, double lossPct, double roundTrip) {
        double[] impairment = IMPAIRMENTS.get(codec);
        if (impairment == null) {
            return NONE;
        }
        double delay = 60 + (Double.isNaN(roundTrip) ? 0 : roundTrip / 2);
        double late = Math.max(0, delay - 177.3);
        double equipment =
                impairment[0] + (95 - impairment[0]) * lossPct / (lossPct + impairment[1]);
        double r = 93.2 - 0.024 * delay - 0.11 * late - equipment;
        double mos = 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6;
        return r <= 0 ? 1 : Math.max(1, mos);
    }
}
