package io.siphon.udf.qos;

import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.RtpStream;

/** Opinion score of RTP seen on the wire, by the E-model. */
final class RtpMos extends Metric<RtpStream> {

    private static final long serialVersionUID = 1L;

    RtpMos() {
        super(RtpStream.class, MetricCatalogue.RTP_MOS);
    }

    @Override
    public void observe(RtpStream stream, Samples out) {
        if (stream.ended()) {
            out.tag(stream.node())
                    .tag(stream.trunk())
                    .tag(Vocabulary.CODECS.tag(stream.firstCodec()))
                    .value(stream.measuredAt(), stream.mos());
        }
    }
}
