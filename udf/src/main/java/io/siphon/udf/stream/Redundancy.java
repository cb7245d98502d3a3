package io.siphon.udf.stream;

import io.siphon.udf.sdp.Codec;

import javax.annotation.Nullable;

/**
 * Redundant coding (RFC 2198): each packet carries its medium, and copies of those before. Its RTP
 * header is that of the medium.
 */
final class Redundancy {

    private static final String RED = "red";

    /**
     * The codec that a payload type of that name carries: the first that was announced with the
     * same clock. Null for all other types, and when there is none.
     */
    @Nullable
    static Codec primary(Codec codec, @Nullable AnnouncedState announced) {
        if (announced == null || !codec.name().equalsIgnoreCase(RED)) {
            return null;
        }
        for (Codec other : announced.codecs) {
            if (other.clockRate() == codec.clockRate() && !Codec.isCompanion(other.name())) {
                return other;
            }
        }
        return null;
    }

    /**
     * Whether a codec was announced in place of the RED that carries it. State of 0.1 has a primary
     * of 0 in every codec: only one of the same name is believed.
     */
    static boolean isIn(Codec codec, @Nullable AnnouncedState announced) {
        int primary = codec.primary();
        return announced != null
                && primary >= 0
                && primary != codec.payloadType()
                && announced.codec(primary).name().equals(codec.name());
    }

    private Redundancy() {}
}
