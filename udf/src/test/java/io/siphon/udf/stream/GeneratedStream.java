package io.siphon.udf.stream;

import io.siphon.udf.rtp.RtpPacket;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** A stream of PCMA as a network may treat it, the same for the same seed. */
final class GeneratedStream {

    static final long BEGINNING = 1_700_000_000_250_000L;
    static final String BOB = "udp:192.0.2.2:5000";
    static final int PACKETS = 1500;

    /**
     * A packet, as it comes.
     *
     * @param number not cut to 16 bits
     */
    record Sent(long number, RtpPacket packet) {}

    /** What happens to it: shares of the packets, 0..1. */
    static final class Trouble {
        double loss;
        double bursts;
        double late;
        boolean pauses;
        boolean timestampsAnew;
    }

    /** 20 ms of speech a packet, with some milliseconds of jitter; from a number near the wrap. */
    static List<Sent> generate(Random random, Trouble trouble) {
        long first = 64_000 + random.nextInt(1500);
        long timestamp = 0xffff_0000L + random.nextInt(100_000);
        long time = BEGINNING + 1_000_000;
        int burst = 0;
        List<Sent> sent = new ArrayList<>();
        for (int i = 0; i < PACKETS; i++) {
            if (trouble.pauses && random.nextInt(200) == 0) { // silence: no packets, no numbers
                int frames = 10 + random.nextInt(200);
                time += frames * 20_000L;
                timestamp += frames * 160L;
            }
            if (trouble.timestampsAnew && i % 300 == 150) {
                timestamp += 40_000 + new Random(first + i).nextInt(Integer.MAX_VALUE);
            }
            burst = burst > 0 ? burst - 1 : chance(random, trouble.bursts) ? 8 : 0;
            boolean lost = burst > 0 || chance(random, trouble.loss);
            long delay =
                    random.nextInt(8_000)
                            + (chance(random, trouble.late) && isWithin(i) ? 70_000 : 0);
            if (!lost || i == 0 || i == PACKETS - 1) {
                sent.add(new Sent(first + i, packet(time + delay, first + i, timestamp)));
            }
            time += 20_000;
            timestamp += 160;
        }
        return inOrder(sent);
    }

    /** Not at an end, where tshark and RFC 3550 differ. */
    private static boolean isWithin(int i) {
        return i > 5 && i < PACKETS - 5;
    }

    private static boolean chance(Random random, double of) {
        return random.nextDouble() < of;
    }

    static List<Sent> inOrder(List<Sent> sent) {
        List<Sent> ordered = new ArrayList<>(sent);
        ordered.sort(Comparator.comparingLong(s -> s.packet.timeMicros()));
        return ordered;
    }

    static Sent delayed(Sent sent, long micros) {
        RtpPacket p = sent.packet;
        return new Sent(sent.number, packet(p.timeMicros() + micros, sent.number, p.timestamp()));
    }

    private static RtpPacket packet(long timeMicros, long number, long timestamp) {
        return new RtpPacket(
                timeMicros,
                "tap",
                "",
                "udp:192.0.2.1:4000",
                BOB,
                7,
                8,
                (int) (number & 0xffff),
                timestamp & 0xffff_ffffL,
                false,
                160,
                0);
    }

    private GeneratedStream() {}
}
