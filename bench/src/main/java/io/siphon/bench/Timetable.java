package io.siphon.bench;

import io.siphon.bench.generate.HepTarget;
import io.siphon.schema.EpochMicros;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * HEP 3 datagrams, encoded before the clock runs, each with the time when it is due. They wait in a
 * mapped file, so that millions need no heap and sending is little more than the system call; only
 * the time of capture is written into each when it leaves.
 */
final class Timetable implements Closeable {

    /** What is due within this time goes out at once: the sender sleeps between. */
    private static final long TICK_NANOS = 1_000_000;

    private static final int SEGMENT_BYTES = 64 << 20;
    private static final int HEADER_BYTES = 8 + 4 + 4 + 2 + 2;
    private static final int HEP3_HEADER = 6;
    private static final int CHUNK_HEADER = 6;
    private static final int TIME_SECONDS = 9;
    private static final int TIME_MICROS = 10;

    private final Path file;
    private final FileChannel channel;
    private final List<ByteBuffer> segments = new ArrayList<>();
    private int current;
    private long messages;
    private long firstMicros;
    private long lastMicros;

    Timetable(Path folder) throws IOException {
        file = Files.createTempFile(folder, "traffic-", ".hep");
        channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
    }

    /** Begins anew, in the same space. */
    void clear() {
        segments.forEach(ByteBuffer::clear);
        current = 0;
        messages = 0;
    }

    /**
     * @param atMicros when it is due, after a start of any time; never before the one added last
     * @param flow which of the senders it leaves by
     */
    void add(long atMicros, int flow, byte[] datagram) throws IOException {
        ByteBuffer segment = segment(HEADER_BYTES + datagram.length);
        segment.putLong(atMicros).putInt(datagram.length).putInt(flow);
        segment.putShort((short) valueOf(TIME_SECONDS, datagram));
        segment.putShort((short) valueOf(TIME_MICROS, datagram));
        segment.put(datagram);
        firstMicros = messages == 0 ? atMicros : firstMicros;
        lastMicros = atMicros;
        messages++;
    }

    long messages() {
        return messages;
    }

    /**
     * Sends all of it, on average at a rate: between its messages' times are as many times the
     * planned ones as that takes.
     *
     * @param rate messages a second; 0: as fast as it can be
     * @return the seconds it took
     */
    double sendTo(List<HepTarget> targets, double rate) throws IOException {
        double stretch =
                rate == 0 || lastMicros == firstMicros
                        ? 0
                        : messages * 1e9 / rate / (lastMicros - firstMicros);
        long start = System.nanoTime();
        for (ByteBuffer segment : segments.subList(0, Math.min(current + 1, segments.size()))) {
            ByteBuffer records = segment.duplicate().flip();
            while (records.hasRemaining()) {
                await(start + (long) ((records.getLong() - firstMicros) * stretch));
                send(records, targets);
            }
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static void await(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(Math.max(left, TICK_NANOS));
        }
    }

    private static void send(ByteBuffer records, List<HepTarget> targets) throws IOException {
        int length = records.getInt();
        int flow = records.getInt();
        int seconds = records.getShort();
        int micros = records.getShort();
        int datagram = records.position();
        long now = EpochMicros.now();
        records.putInt(datagram + seconds, (int) (now / 1_000_000));
        records.putInt(datagram + micros, (int) (now % 1_000_000));
        int end = records.limit();
        records.limit(datagram + length);
        targets.get(Math.floorMod(flow, targets.size())).send(records);
        records.limit(end).position(datagram + length);
    }

    private ByteBuffer segment(int needed) throws IOException {
        if (current < segments.size() && segments.get(current).remaining() < needed) {
            current++;
        }
        if (current == segments.size()) {
            segments.add(
                    channel.map(
                            FileChannel.MapMode.READ_WRITE,
                            (long) current * SEGMENT_BYTES,
                            SEGMENT_BYTES));
        }
        return segments.get(current);
    }

    /** Where the value of one of HEP's own chunks begins. */
    private static int valueOf(int type, byte[] datagram) {
        ByteBuffer chunks = ByteBuffer.wrap(datagram);
        int at = HEP3_HEADER;
        while (chunks.getInt(at) != type) {
            at += chunks.getShort(at + 4);
        }
        return at + CHUNK_HEADER;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
