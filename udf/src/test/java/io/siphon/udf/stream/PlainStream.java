package io.siphon.udf.stream;

import io.siphon.udf.rtp.RtpPacket;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What RFC 3550, A.3 and A.8, and ITU-T G.107 have of one stream, computed slowly and plainly: with
 * all packets in memory, each once, and nothing shared with what is tested.
 */
final class PlainStream {

    long expected;
    long lost;
    long runs;
    double jitterMeanMs;
    double jitterMaxMs;
    double rFactor;
    double mos;

    /**
     * @param packets in order of arrival, copies among them
     * @param numbers of each, not cut to 16 bits
     */
    static PlainStream of(List<RtpPacket> packets, List<Long> numbers, int clockRate) {
        List<RtpPacket> unique = new ArrayList<>();
        Set<Long> came = new HashSet<>();
        for (int i = 0; i < packets.size(); i++) {
            if (came.add(numbers.get(i))) {
                unique.add(packets.get(i));
            }
        }
        PlainStream plain = new PlainStream();
        plain.count(new TreeSet<>(came));
        plain.jitter(unique, clockRate);
        plain.score(unique.size());
        return plain;
    }

    private void count(TreeSet<Long> came) {
        expected = came.last() - came.first() + 1;
        lost = expected - came.size();
        for (long number = came.first(); number < came.last(); number++) {
            if (came.contains(number) && !came.contains(number + 1)) {
                runs++;
            }
        }
    }

    /** A.8: D(i-1,i) = (Ri - Ri-1) - (Si - Si-1), J = J + (|D| - J) / 16. */
    private void jitter(List<RtpPacket> packets, int clockRate) {
        double jitter = 0;
        double sum = 0;
        for (int i = 1; i < packets.size(); i++) {
            double received =
                    (packets.get(i).timeMicros() - packets.get(i - 1).timeMicros()) / 1000.0;
            double sent =
                    (int) (packets.get(i).timestamp() - packets.get(i - 1).timestamp())
                            / (clockRate / 1000.0);
            jitter = jitter + (Math.abs(received - sent) - jitter) / 16;
            sum += jitter;
            jitterMaxMs = Math.max(jitterMaxMs, jitter);
        }
        jitterMeanMs = sum / (packets.size() - 1);
    }

    /** G.711 with concealment, no network delay known. */
    private void score(int packets) {
        double loss = (double) lost / expected;
        double burstRatio = runs == 0 ? 1 : (double) lost / runs / (1 / (1 - loss));
        burstRatio = Math.min(2, Math.max(1, burstRatio));
        double ieEff = 95 * (100 * loss) / (100 * loss / burstRatio + 25.1);
        rFactor = packets < 50 ? Double.NaN : 93.2 - 0.024 * 60 - ieEff;
        mos =
                rFactor < 0
                        ? 1
                        : 1 + 0.035 * rFactor + 7e-6 * rFactor * (rFactor - 60) * (100 - rFactor);
    }
}
