package io.siphon.bench;

import io.siphon.bench.generate.HepTarget;
import io.siphon.bench.generate.HotCall;
import io.siphon.bench.generate.Traffic;
import io.siphon.sources.hep.HepEncoder;
import io.siphon.sources.hep.HepPacket;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A going concern: traffic that has begun before it is measured and would go on after it, in parts
 * that are prepared and then sent. Calls reach from one part into the next.
 */
final class Load implements Closeable {

    /** Agents' sockets: what comes from one goes to one of Siphon's sockets (SO_REUSEPORT). */
    private static final int AGENTS = 16;

    private static final int HELD_PART = 500_000;
    private static final double UNPACED = 2000;
    private static final long SEED = 1;

    private final Workload work;
    private final List<HepTarget> targets = new ArrayList<>();
    private final HepEncoder encoder = new HepEncoder();
    private final HotCall hot = new HotCall(SEED + 1);
    private final double messagesPerCall;
    private final Traffic traffic;
    private final Timetable timetable;
    private double hotDue;

    Load(Workload work, Path folder, int port) throws IOException {
        this.work = work;
        messagesPerCall = Traffic.messagesPerCall(work.meanCall());
        traffic = new Traffic(Long.MAX_VALUE, calls(work.rate()), work.meanCall(), SEED);
        timetable = new Timetable(folder);
        for (int agent = 0; agent < AGENTS; agent++) {
            targets.add(HepTarget.open("udp://127.0.0.1:" + port));
        }
    }

    /** Calls that begin each second, so that there are as many messages. */
    private double calls(double rate) {
        return (rate == 0 ? UNPACED : rate) * (1 - work.hotShare()) / messagesPerCall;
    }

    /** Prepares what is sent next. */
    void prepare(long messages, double rate) throws IOException {
        timetable.clear();
        traffic.rate(calls(rate));
        while (timetable.messages() < messages) {
            long at = traffic.nextAtMicros();
            add(at, traffic.next(0));
            hotDue += work.hotShare() / (1 - work.hotShare());
            for (; hotDue >= 1 && timetable.messages() < messages; hotDue--) {
                add(at, hot.next(0));
            }
        }
    }

    /**
     * Sends what was prepared.
     *
     * @return the seconds it took
     */
    double send(double rate) throws IOException {
        return timetable.sendTo(targets, rate);
    }

    /**
     * Answers the calls that are held.
     *
     * @return how many messages that took
     */
    long hold() throws IOException {
        Traffic held = new Traffic(work.heldCalls(), calls(work.rate()), null, SEED + 2);
        long sent = 0;
        while (held.hasNext()) {
            timetable.clear();
            while (held.hasNext() && timetable.messages() < HELD_PART) {
                add(held.nextAtMicros(), held.next(0));
            }
            send(work.rate());
            sent += timetable.messages();
        }
        return sent;
    }

    private void add(long atMicros, HepPacket packet) throws IOException {
        timetable.add(atMicros, packet.correlationId().hashCode(), encoder.encode(packet));
    }

    @Override
    public void close() throws IOException {
        timetable.close();
        for (HepTarget target : targets) {
            target.close();
        }
    }
}
