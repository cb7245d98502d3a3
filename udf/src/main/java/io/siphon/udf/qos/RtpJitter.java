package io.siphon.udf.qos;

import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.RtpStream;

/** Jitter of RTP seen on the wire (RFC 3550, A.8). */
final class RtpJitter extends Metric<RtpStream> {

    private static final long serialVersionUID = 1L;

    RtpJitter() {
        super(RtpStream.class, MetricCatalogue.RTP_JITTER_MS);
    }

    @Override
    public void observe(RtpStream stream, Samples out) {
        if (stream.ended()) {
            out.tag(stream.node())
                    .tag(stream.trunk())
                    .tag(Vocabulary.CODECS.tag(stream.firstCodec()))
                    .value(stream.measuredAt(), stream.jitterMeanMs());
        }
    }
}
