package io.siphon.sources.hep;

import io.siphon.sources.Captures;
import io.siphon.sources.Mutator;
import io.siphon.sources.pcap.Datagram;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Damaged datagrams of every capture: the decoder throws its own exception or none, and what it
 * makes of a slice does not depend on what lies around it. {@code -Dsiphon.fuzz.cases=5000000} runs
 * more cases, {@code -Dsiphon.fuzz.seed=} others.
 */
class HepDecoderFuzzTest {

    private static final int CASES = Integer.getInteger("siphon.fuzz.cases", 200_000);
    private static final long SEED = Long.getLong("siphon.fuzz.seed", 20_260_101);
    private static final long RECEIVED = 1_795_400_000_000_000L;
    private static final long SLOWEST_NANOS = Duration.ofSeconds(1).toNanos();
    private static final HepPeer PEER = HepPeer.of("192.0.2.7");
    private static final ClockWindow WINDOW =
            ClockWindow.of(Duration.ofDays(1), Duration.ofHours(1));

    @Test
    void throwsNothingElseAndReadsNothingBeyond() {
        List<byte[]> seeds = seeds();
        Mutator mutator = new Mutator(SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        HepDecoder decoder = new HepDecoder(WINDOW);
        HepDecoder other = new HepDecoder(WINDOW);
        HepEncoder encoder = new HepEncoder();
        int good = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] datagram = mutator.mutate(seeds.get(random.nextInt(seeds.size())));
            int before = random.nextInt(16);
            byte[] padded = surrounded(datagram, before, (byte) 0xff);
            long start = System.nanoTime();
            HepPacket packet;
            try {
                packet = decoder.decode(padded, before, datagram.length, PEER, RECEIVED);
                good++;
            } catch (HepException e) {
                assertThat(e.getMessage())
                        .startsWith(e.reason().text() + ": ")
                        .hasSizeLessThan(300);
                packet = null;
            } catch (RuntimeException | Error e) {
                throw failure(i, datagram, e);
            }
            if (System.nanoTime() - start > SLOWEST_NANOS) {
                throw failure(i, datagram, new AssertionError("slow"));
            }
            if (i % 4 == 0) {
                byte[] elsewhere = surrounded(datagram, 3, (byte) '\n');
                HepPacket same = other.decodeOrKeep(elsewhere, 3, datagram.length, PEER, RECEIVED);
                if (!(packet == null ? same.error() != null : equal(packet, same))) {
                    throw failure(i, datagram, new AssertionError(packet + " is not " + same));
                }
                readChunks(i, same);
            }
            if (packet != null && i % 4 == 1 && packet.version() > 0) {
                encodeAgain(i, encoder, packet);
            }
        }
        // A mutator that breaks everything, or nothing, tests nothing.
        assertThat(good).isBetween(CASES / 10, CASES * 9 / 10);
    }

    private static void readChunks(int i, HepPacket packet) {
        int length = 0;
        for (HepChunks.Chunk chunk : HepChunks.of(packet)) {
            length += HepChunk.HEADER + chunk.body().length;
            chunk.number();
            chunk.text();
        }
        int kept = packet.chunks() == null ? 0 : packet.chunks().length;
        assertThat(length).as("case %d", i).isEqualTo(kept);
    }

    private static void encodeAgain(int i, HepEncoder encoder, HepPacket packet) {
        byte[] bytes;
        try {
            bytes = encoder.encode(packet);
        } catch (IllegalArgumentException e) {
            return; // too large, since unpacked
        }
        HepPacket again =
                new HepDecoder(WINDOW).decodeOrKeep(bytes, 0, bytes.length, PEER, RECEIVED);
        assertThat(again.error()).as("case %d", i).isNull();
        assertThat(again.timeMicros()).as("case %d", i).isEqualTo(packet.timeMicros());
    }

    private static boolean equal(HepPacket one, HepPacket other) {
        return one.withPayload(null)
                        .toString()
                        .split("chunks=")[0]
                        .equals(other.withPayload(null).toString().split("chunks=")[0])
                && Arrays.equals(one.payload(), other.payload())
                && Arrays.equals(one.chunks(), other.chunks());
    }

    private static byte[] surrounded(byte[] datagram, int before, byte poison) {
        byte[] padded = new byte[datagram.length + before + 40];
        Arrays.fill(padded, poison);
        System.arraycopy(datagram, 0, padded, before, datagram.length);
        return padded;
    }

    private static AssertionError failure(int i, byte[] datagram, Throwable cause) {
        return new AssertionError("case " + i + ": " + Mutator.hex(datagram), cause);
    }

    /** Some of each capture, and some of it gzipped. */
    private static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (String name : Captures.names()) {
            List<Datagram> datagrams = Captures.datagrams(name);
            for (int i = 0; i < datagrams.size(); i += 5) {
                seeds.add(datagrams.get(i).payload());
            }
            seeds.add(gzip(datagrams.get(0).payload()));
        }
        return seeds;
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return packed.toByteArray();
    }
}
