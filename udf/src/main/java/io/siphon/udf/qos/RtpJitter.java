package io.siphon.udf.qos;

import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;
import io.siphon.schema.Stream;

import java.util.List;

/** Jitter of RTP seen on the wire (RFC 3550, A.8). */
final class RtpJitter extends Metric<Stream> {

    private static final long serialVersionUID = 1L;

    RtpJitter() {
        super(
                Stream.class,
                new MetricInfo(
                        "rtp_jitter_ms",
                        MetricKind.DISTRIBUTION,
                        "ms",
                        "Mean interarrival jitter (RFC 3550, A.8) of RTP streams seen on the wire, one sample a"
                                + " stream in the window of its end; none where the codec's clock is unknown.",
                        List.of("node", "trunk", "codec")));
    }

    @Override
    public void observe(Stream stream, Samples out) {
        if (stream.ended()) {
            out.tag(stream.node())
                    .tag(stream.trunk())
                    .tag(Vocabulary.CODECS.tag(stream.codec()))
                    .value(stream.endedAt(), stream.jitterMeanMs());
        }
    }
}
