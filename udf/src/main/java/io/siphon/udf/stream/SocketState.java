package io.siphon.udf.stream;

import io.siphon.schema.RtpStream;
import io.siphon.udf.rtcp.IdentifiedStream;
import io.siphon.udf.rtp.RtpPacket;
import io.siphon.udf.session.MediaSocket;

import javax.annotation.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** State: one socket that receives RTP: the calls that announced it and the streams to it. */
public class SocketState {

    /** Streams to one socket at a time; one that is over, or not yet believed, makes place. */
    static final int LIMIT = 64;

    public AnnouncementsState announcements = new AnnouncementsState();
    public List<StreamState> streams = new ArrayList<>();

    /** The timer that is set, see {@link io.siphon.udf.order.DeadlineTimer}. */
    public long timer;

    /** Of the last packet, if it told what its stream carries; else null. */
    @Nullable transient IdentifiedStream identified;

    public SocketState() {}

    void apply(MediaSocket socket) {
        announcements.add(socket);
        streams.forEach(StreamState::forgetCodec);
        streams.removeIf(stream -> stream.dormant && stream.isFinished(callOf(stream)));
    }

    /**
     * Returns whether there was place for it.
     *
     * @param full whether there is none for a further stream
     */
    boolean apply(RtpPacket packet, boolean full, Consumer<RtpStream> out) {
        AnnouncedState owner = announcements.newest(packet.source());
        if (owner != null) {
            owner.activeAt = Math.max(owner.activeAt, packet.timeMicros());
        }
        StreamState stream = streamOf(packet);
        if (stream != null && !stream.goesOnWith(packet, owner, announcements)) {
            streams.remove(stream);
            if (!stream.dormant) {
                end(stream, packet.destination(), false, packet.timeMicros(), out);
            }
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
        identified = stream.identified(packet.timeMicros());
        if (stream.isCredible() && stream.isDue(packet.timeMicros())) {
            out.accept(stream.report(packet.destination(), false, true, packet.timeMicros()));
        }
        return true;
    }

    /**
     * Ends what has been silent for long enough.
     *
     * @param crowded whether there is no room to wait for what may go on
     */
    void expire(String socket, long now, long retention, boolean crowded, Consumer<RtpStream> out) {
        announcements.forget(now - retention);
        for (Iterator<StreamState> all = streams.iterator(); all.hasNext(); ) {
            StreamState stream = all.next();
            AnnouncedState call = callOf(stream);
            if (stream.silentAt(call) > now) {
                continue;
            }
            boolean over = crowded || !stream.isCredible() || stream.isFinished(call);
            if (!stream.dormant) {
                end(stream, socket, !over, now, out);
            }
            if (stream.dormant || over) {
                all.remove();
            } else {
                stream.dormant = true;
            }
        }
    }

    @Nullable
    private AnnouncedState callOf(StreamState stream) {
        return stream.callId.isEmpty() ? null : announcements.of(stream.callId);
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
            deadline = Math.min(deadline, stream.silentAt(callOf(stream)));
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
            if (stream.dormant || !stream.isCredible()) {
                streams.remove(stream);
                return true;
            }
        }
        return false;
    }

    private static void end(
            StreamState stream, String socket, boolean mayGoOn, long now, Consumer<RtpStream> out) {
        if (stream.isCredible()) {
            out.accept(stream.report(socket, true, mayGoOn, now));
        }
    }
}
