package io.siphon.udf.alert;

import io.siphon.schema.Stream;
import io.siphon.udf.qos.Samples;

/** {@link PoorMedia} by RTP itself, where it was captured. */
final class PoorRtp extends PoorMedia<Stream> {

    private static final long serialVersionUID = 1L;

    PoorRtp(MediaThresholds thresholds) {
        super(Stream.class, "poor_rtp", "as seen on the wire", thresholds);
    }

    @Override
    public void observe(Stream stream, Samples out) {
        if (stream.ended()) {
            observe(
                    stream.node(),
                    stream.trunk(),
                    stream.startedAt(),
                    stream.endedAt(),
                    stream.mos(),
                    out);
        }
    }
}
