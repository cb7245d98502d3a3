package io.siphon.udf.qos;

import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.RtpStream;
import io.siphon.udf.sdp.Codec;

/** Loss of RTP seen on the wire (RFC 3550, A.3). */
final class RtpLoss extends Metric<RtpStream> {

    private static final long serialVersionUID = 1L;

    RtpLoss() {
        super(RtpStream.class, MetricCatalogue.RTP_LOSS_PCT);
    }

    @Override
    public void observe(RtpStream stream, Samples out) {
        if (stream.ended() && !Codec.isCompanion(stream.codec())) {
            out.tag(stream.node())
                    .tag(stream.trunk())
                    .tag(Vocabulary.CODECS.tag(stream.firstCodec()))
                    .value(stream.measuredAt(), stream.lossPct());
        }
    }
}
