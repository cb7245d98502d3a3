package io.siphon.udf.rtcp;

import io.siphon.schema.MediaFigures;
import io.siphon.udf.emodel.EModel;
import io.siphon.udf.stream.RoundTripOfStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What is said of a call's media when its streams are over. */
class CallMediaFactsTest {

    private static final double R = 91;

    /** As {@link RoundTripOfStream} has it for each stream (G.107, 7.2.4). */
    @Test
    void aScoreHasTheDelayThatRtcpReports() {
        RtcpState call = new RtcpState();
        call.seen.add(seen(7));
        assertThat(figures(call).mosMean()).isEqualTo(EModel.mos(R));

        call.reported.add(reported(7, "rtcp", 3, 1200));
        call.reported.add(reported(7, "rtcp", 1, 800)); // at another hop
        call.reported.add(reported(8, "rtcp", 1, 10));
        call.reported.add(reported(7, "vq", 1, 10));
        double delayed = EModel.mos(EModel.withRoundTrip(R, 500));
        assertThat(delayed).isLessThan(EModel.mos(R));
        assertThat(figures(call).mosMean()).isCloseTo(delayed, within(1e-9));

        call.seen.add(seen(9));
        assertThat(figures(call).mosMin()).isCloseTo(delayed, within(1e-9));
        assertThat(figures(call).mosMean()).isCloseTo((delayed + EModel.mos(R)) / 2, within(1e-9));
    }

    @Test
    void withoutAnRFactorAScoreIsAsItWas() {
        RtcpState call = new RtcpState();
        SeenStreamState stream = seen(7);
        stream.rFactor = Double.NaN; // of an earlier version
        call.seen.add(stream);
        call.reported.add(reported(7, "rtcp", 3, 1200));
        assertThat(figures(call).mosMean()).isEqualTo(stream.mos);

        stream.mos = Double.NaN; // of Opus
        assertThat(figures(call).mosMean()).isNaN();
    }

    private static MediaFigures figures(RtcpState call) {
        return CallMediaFacts.of(call, 8_000_000).fromCaller().figures();
    }

    private static SeenStreamState seen(long ssrc) {
        SeenStreamState stream = new SeenStreamState();
        stream.direction = "from_caller";
        stream.source = "udp:192.0.2.1:4000";
        stream.destination = "udp:192.0.2.2:5000";
        stream.ssrc = ssrc;
        stream.startedAt = 1;
        stream.codec = "PCMA";
        stream.rFactor = R;
        stream.mos = EModel.mos(R);
        return stream;
    }

    private static ReportedState reported(long ssrc, String origin, int trips, double rttSum) {
        ReportedState stream = new ReportedState();
        stream.ssrc = ssrc;
        stream.origin = origin;
        stream.roundTrips = trips;
        stream.rttSum = rttSum;
        return stream;
    }
}
