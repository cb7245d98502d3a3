package io.siphon.udf.qos;

import io.siphon.schema.MetricInfo;
import io.siphon.schema.MetricKind;
import io.siphon.schema.Stream;

import java.util.List;

/** Opinion score of RTP seen on the wire, by the E-model. */
final class RtpMos extends Metric<Stream> {

    private static final long serialVersionUID = 1L;

    RtpMos() {
        super(
                Stream.class,
                new MetricInfo(
                        "rtp_mos",
                        MetricKind.DISTRIBUTION,
                        "MOS",
                        "Opinion score (ITU-T G.107) of RTP streams seen on the wire, by codec, loss and its bursts,"
                                + " one sample a stream in the window of its end; none for codecs that G.113 has no figures of.",
                        List.of("node", "trunk", "codec")));
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
