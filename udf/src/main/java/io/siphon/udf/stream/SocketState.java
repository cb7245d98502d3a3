package io.siphon.udf.stream;

import io.siphon.schema.RtpStream;
import io.siphon.udf.rtp.RtpPacket;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** State: one socket that receives RTP: the calls that announced it and the streams to it. */
public class SocketState {

    /** Streams to one socket at a time; one that is not yet believed makes place for a new one. */
    static final int LIMIT = 64;

    public AnnouncementsState announcements = new AnnouncementsState();
    public List<StreamState> streams = new ArrayList<>();

    /** The timer that is set, see {@link io.siphon.udf.order.DeadlineTimer}. */
    public long timer;

    public SocketState() {}

    void apply(MediaSocket socket) {
        announcements.add(socket);
        streams.forEach(StreamState::forgetCodec);
    }

    /**
     * Returns whether there was place for it.
     *
     * @param full whether there is none for a further stream
     */
    boolean apply(RtpPacket packet, boolean full, Consumer<RtpStream> out) {
        AnnouncedState owner = announcements.newest();
        if (owner != null) {
            owner.activeAt = Math.max(owner.activeAt, packet.timeMicros());
        }
        StreamState stream = streamOf(packet);
        if (stream != null && !stream.goesOnWith(packet, owner)) {
            streams.remove(stream);
            end(stream, packet.destination(), packet.timeMicros(), out);
            stream = null;
        }
        if (stream == null) {
            if (full || !makePlace()) {
                return false;
            }
            stream = StreamState.of(packet);
            streams.add(stream);
        }
        stream.apply(packet, announcements);
        if (stream.isCredible() && stream.isDue(packet.timeMicros())) {
            out.accept(stream.report(packet.destination(), false, packet.timeMicros()));
        }
        return true;
    }

    /** Ends what has been silent for long enough. */
    void expire(String socket, long now, long retention, Consumer<RtpStream> out) {
        for (Iterator<StreamState> all = streams.iterator(); all.hasNext(); ) {
            StreamState stream = all.next();
            if (stream.lastAt + StreamTracker.SILENCE <= now) {
                all.remove();
                end(stream, socket, now, out);
            }
        }
        announcements.forget(now - retention);
    }

    /** See {@link io.siphon.udf.order.Room}. */
    int places() {
        return streams.size() + announcements.calls.size();
    }

    boolean isEmpty() {
        return streams.isEmpty() && announcements.isEmpty();
    }

    /** When something is to be ended if nothing more is heard, epoch µs. */
    long deadline(long retention) {
        long deadline =
                announcements.isEmpty() ? Long.MAX_VALUE : announcements.oldest() + retention;
        for (StreamState stream : streams) {
            deadline = Math.min(deadline, stream.lastAt + StreamTracker.SILENCE);
        }
        return deadline;
    }

    private StreamState streamOf(RtpPacket packet) {
        for (StreamState stream : streams) {
            if (stream.isOf(packet)) {
                return stream;
            }
        }
        return null;
    }

    private boolean makePlace() {
        if (streams.size() < LIMIT) {
            return true;
        }
        for (StreamState stream : streams) {
            if (!stream.isCredible()) {
                streams.remove(stream);
                return true;
            }
        }
        return false;
    }

    private static void end(StreamState stream, String socket, long now, Consumer<RtpStream> out) {
        if (stream.isCredible()) {
            out.accept(stream.report(socket, true, now));
        }
    }
}
