package io.siphon.udf.alert;

import io.siphon.schema.RtpStream;
import io.siphon.udf.qos.Samples;

/** {@link PoorMedia} by RTP itself, where it was captured. */
final class PoorRtp extends PoorMedia<RtpStream> {

    private static final long serialVersionUID = 1L;

    PoorRtp(MediaThresholds thresholds) {
        super(RtpStream.class, "poor_rtp", "as seen on the wire", thresholds);
    }

    @Override
    public void observe(RtpStream stream, Samples out) {
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
