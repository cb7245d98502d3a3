package io.siphon.udf.stream;

import io.siphon.udf.sdp.Codec;
import io.siphon.udf.sdp.StaticCodecs;
import io.siphon.udf.session.MediaSocket;

/** State: one call that announced a socket. */
public class AnnouncedState {

    public String callId = "";

    /** See {@link MediaSocket#announcer}. */
    public String announcer = "";

    public Codec[] codecs = {};

    /** See {@link MediaSocket#sends}. */
    public Codec[] sends = {};

    /** See {@link MediaSocket#sender}. */
    public String sender = "";

    /** A socket that the call has, too, and that sends to this one; empty when none is known. */
    public String peer = "";

    /** See {@link MediaSocket#began}; later where it took an idle socket from another call. */
    public long began;

    /** When the call first announced the socket, epoch µs. */
    public long since;

    /** Last announcement, or last use while it was the newest; epoch µs. */
    public long activeAt;

    /** When the call ended, epoch µs; 0 while it goes on. */
    public long overAt;

    /**
     * The last socket that was notified that this one sends to it: its hash, and when, epoch µs.
     */
    public String toldSocket = "";

    public int toldTo;

    public long toldAt;

    public AnnouncedState() {}

    static AnnouncedState of(MediaSocket socket) {
        AnnouncedState announced = new AnnouncedState();
        announced.callId = socket.callId();
        announced.sender = socket.sender();
        announced.began = socket.began();
        announced.since = socket.timeMicros();
        return announced;
    }

    void update(MediaSocket socket) {
        since = Math.min(since, socket.timeMicros());
        activeAt = Math.max(activeAt, socket.timeMicros());
        if (socket.over()) {
            overAt = overAt == 0 ? socket.timeMicros() : overAt;
            return;
        }
        overAt = overAt > socket.timeMicros() ? overAt : 0;
        if (socket.isLatched() && !isLatched()) {
            peer = socket.sender();
            return; // SDP itself says more
        }
        sender = socket.sender();
        announcer = announcer.isEmpty() ? socket.announcer() : announcer;
        codecs = socket.codecs();
        sends = socket.sends();
        toldAt = 0;
    }

    boolean isLatched() {
        return !sender.isEmpty();
    }

    /** Whether its call had ended by then. */
    boolean isOver(long timeMicros) {
        return overAt > 0 && overAt < timeMicros;
    }

    /** Whether it has the socket rather than another, see {@link AnnouncementsState}. */
    boolean isBefore(AnnouncedState other, long now) {
        if (isOver(now) != other.isOver(now)) {
            return other.isOver(now);
        }
        if (isOver(now) && overAt != other.overAt) {
            return overAt > other.overAt;
        }
        if (isLatched() != other.isLatched()) {
            return other.isLatched();
        }
        return began == other.began ? callId.compareTo(other.callId) > 0 : began > other.began;
    }

    /** What a payload type stands for; as RFC 3551 has it where the SDP does not say. */
    Codec codec(int payloadType) {
        for (Codec codec : codecs) {
            if (codec.payloadType() == payloadType) {
                return codec;
            }
        }
        return StaticCodecs.of(payloadType);
    }
}
