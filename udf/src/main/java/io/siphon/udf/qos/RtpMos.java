package io.siphon.udf.qos;

import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.Stream;

/** Opinion score of RTP seen on the wire, by the E-model. */
final class RtpMos extends Metric<Stream> {

    private static final long serialVersionUID = 1L;

    RtpMos() {
        super(Stream.class, MetricCatalogue.RTP_MOS);
    }

    @Override
    public void observe(Stream stream, Samples out) {
        if (stream.ended()) {
            out.tag(stream.node())
                    .tag(stream.trunk())
                    .tag(Vocabulary.CODECS.tag(stream.codec()))
                    .value(stream.endedAt(), stream.mos());
        }
    }
}
