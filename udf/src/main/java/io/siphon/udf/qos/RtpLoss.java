package io.siphon.udf.qos;

import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;
import io.siphon.schema.Stream;
import io.siphon.udf.sdp.Codec;

import java.util.List;

/** Loss of RTP seen on the wire (RFC 3550, A.3). */
final class RtpLoss extends Metric<Stream> {

    private static final long serialVersionUID = 1L;

    RtpLoss() {
        super(
                Stream.class,
                new MetricInfo(
                        "rtp_loss_pct",
                        MetricKind.DISTRIBUTION,
                        "%",
                        "Packets lost (RFC 3550, A.3) of RTP streams seen on the wire, in percent, one sample a"
                                + " stream in the window of its end; not of DTMF on its own, whose numbers run on with the"
                                + " speech.",
                        List.of("node", "trunk", "codec")));
    }

    @Override
    public void observe(Stream stream, Samples out) {
        if (stream.ended() && !Codec.isCompanion(stream.codec())) {
            out.tag(stream.node())
                    .tag(stream.trunk())
                    .tag(Vocabulary.CODECS.tag(stream.codec()))
                    .value(stream.endedAt(), stream.lossPct());
        }
    }
}
