package io.siphon.udf.rtcp;

import java.util.Comparator;

/**
 * What an SSRC of a call carries, by its RTP on the wire: of several media on one socket (BUNDLE,
 * RFC 9143) a report names the SSRC alone.
 *
 * @param timeMicros of the packet that told it, epoch µs
 * @param clockRate Hz
 */
public record IdentifiedStream(
        long timeMicros, String callId, long ssrc, String codec, int clockRate)
        implements RtcpEvent {

    static final Comparator<IdentifiedStream> ORDER =
            Comparator.comparingLong(IdentifiedStream::ssrc)
                    .thenComparing(IdentifiedStream::codec)
                    .thenComparingInt(IdentifiedStream::clockRate);

    @Override
    public String key() {
        return callId;
    }
}
