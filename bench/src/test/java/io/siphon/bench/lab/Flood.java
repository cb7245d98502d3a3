package io.siphon.bench.lab;

import io.siphon.bench.generate.HepTarget;
import io.siphon.bench.generate.Traffic;
import io.siphon.schema.EpochMicros;
import io.siphon.sources.hep.HepChunk;
import io.siphon.sources.hep.HepEncoder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Generated calls as fast as one sender can: encoded before, over and over, each message with the
 * time at which it leaves.
 */
public final class Flood implements AutoCloseable {

    private static final int PREPARED = 50_000;
    private static final int HEADER = 6;

    private record Prepared(ByteBuffer frame, int seconds, int micros) {}

    private final List<Prepared> prepared = new ArrayList<>(PREPARED);
    private final HepTarget target;

    public Flood(UdpEndpoint to, long seed) throws IOException {
        Traffic traffic = new Traffic(Long.MAX_VALUE, 1000, Duration.ofSeconds(3), seed);
        HepEncoder encoder = new HepEncoder();
        while (prepared.size() < PREPARED) {
            ByteBuffer frame = ByteBuffer.wrap(encoder.encode(traffic.next(EpochMicros.now())));
            prepared.add(
                    new Prepared(
                            frame,
                            valueOf(frame, HepChunk.TIME_SECONDS),
                            valueOf(frame, HepChunk.TIME_MICROS)));
        }
        target = HepTarget.open("udp://" + to);
    }

    /** Returns when the time is over; how many messages have gone out. */
    public long send(Duration time) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        for (int n = 0; System.nanoTime() < end; n = (n + 1) % PREPARED) {
            Prepared next = prepared.get(n);
            long now = EpochMicros.now();
            next.frame.putInt(next.seconds, (int) (now / 1_000_000));
            next.frame.putInt(next.micros, (int) (now % 1_000_000));
            target.send(next.frame.rewind());
        }
        return target.sent();
    }

    /** Where in a frame the value of a chunk begins. */
    private static int valueOf(ByteBuffer frame, HepChunk chunk) {
        int at = HEADER;
        while (frame.getInt(at) != chunk.number()) {
            at += frame.getShort(at + 4);
        }
        return at + HEADER;
    }

    @Override
    public void close() throws IOException {
        target.close();
    }
}
