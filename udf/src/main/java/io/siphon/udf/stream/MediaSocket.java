package io.siphon.udf.stream;

import io.siphon.udf.sdp.Codec;

/**
 * State of 0.1: a socket that SDP announced, held for ordering. Since then {@link
 * io.siphon.udf.session.MediaSocket}; savepoints name this class.
 */
public record MediaSocket(
        long timeMicros, String callId, String socket, String announcer, Codec[] codecs) {

    io.siphon.udf.session.MediaSocket migrated() {
        return new io.siphon.udf.session.MediaSocket(timeMicros, callId, socket, announcer, codecs);
    }
}
