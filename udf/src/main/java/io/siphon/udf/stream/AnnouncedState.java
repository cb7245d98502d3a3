package io.siphon.udf.stream;

import io.siphon.udf.sdp.Codec;
import io.siphon.udf.sdp.StaticCodecs;

/** State: one call that announced a socket. */
public class AnnouncedState {

    public String callId = "";

    /** See {@link MediaSocket#announcer}. */
    public String announcer = "";

    public Codec[] codecs = {};

    /** When the call first announced the socket, epoch µs. */
    public long since;

    /** Last announcement, or last use while it was the newest; epoch µs. */
    public long activeAt;

    public AnnouncedState() {}

    static AnnouncedState of(MediaSocket socket) {
        AnnouncedState announced = new AnnouncedState();
        announced.callId = socket.callId();
        announced.since = socket.timeMicros();
        return announced;
    }

    void update(MediaSocket socket) {
        if (announcer.isEmpty()) {
            announcer = socket.announcer();
        }
        codecs = socket.codecs();
        since = Math.min(since, socket.timeMicros());
        activeAt = Math.max(activeAt, socket.timeMicros());
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
