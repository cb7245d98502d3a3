package io.siphon.udf.qos;

import io.siphon.schema.Call;
import io.siphon.schema.CallCause;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.CallVerdict;
import io.siphon.schema.MetricCatalogue;
import io.siphon.schema.MetricInfo;
import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;
import io.siphon.schema.RegistrationOutcome;
import io.siphon.schema.RtpStream;
import io.siphon.schema.Undecodable;
import io.siphon.udf.rtcp.RtcpQuality;
import io.siphon.udf.rtcp.RtcpXr;
import io.siphon.udf.sip.SipMessage;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static io.siphon.udf.qos.QosEvents.answered;
import static io.siphon.udf.qos.QosEvents.at;
import static io.siphon.udf.qos.QosEvents.ended;
import static io.siphon.udf.qos.QosEvents.extended;
import static io.siphon.udf.qos.QosEvents.message;
import static io.siphon.udf.qos.QosEvents.quality;
import static io.siphon.udf.qos.QosEvents.registration;
import static io.siphon.udf.qos.QosEvents.request;
import static io.siphon.udf.qos.QosEvents.response;
import static io.siphon.udf.qos.QosEvents.ringing;
import static io.siphon.udf.qos.QosEvents.started;
import static io.siphon.udf.qos.QosEvents.stream;
import static org.assertj.core.api.Assertions.assertThat;

class MetricsTest {

    private static final String CALL = "node=proxy1 trunk=carrier-a direction=in";

    @Test
    void countsRequestsByMethod() {
        assertThat(
                        RecordedSamples.of(
                                new SipRequests(),
                                request(1.5, "proxy1", "INVITE"),
                                response(2, "proxy1", "INVITE", 200)))
                .containsExactly(CALL + " method=INVITE +1.5s");
    }

    @Test
    void takesMethodsThatNobodyKnowsTogether() {
        assertThat(
                        RecordedSamples.of(
                                new SipRequests(),
                                request(1, "proxy1", "XYZZY"),
                                request(2, "proxy1", "invite"),
                                message(at(3), "", "", "", "", 0)))
                .containsExactly(
                        CALL + " method=other +1.0s",
                        CALL + " method=other +2.0s",
                        "node= trunk= direction= method= +3.0s");
    }

    @Test
    void countsResponsesByCodeAndClass() {
        String tags = "node=proxy1 trunk=carrier-a direction=out method=";
        assertThat(
                        RecordedSamples.of(
                                new SipResponses(),
                                request(1, "proxy1", "INVITE"),
                                response(2, "proxy1", "INVITE", 486),
                                response(3, "proxy1", "BYE", 200),
                                response(4, "proxy1", "HACK", 999)))
                .containsExactly(
                        tags + "INVITE code=486 class=4xx +2.0s",
                        tags + "BYE code=200 class=2xx +3.0s",
                        tags + "other code=other class=other +4.0s");
    }

    @Test
    void countsAttemptsWhenCallsBegin() {
        assertThat(RecordedSamples.of(new CallAttempts(), life())).containsExactly(CALL + " +1.0s");
    }

    @Test
    void countsAnswersWhenCallsAreAnswered() {
        assertThat(RecordedSamples.of(new CallAnswers(), life())).containsExactly(CALL + " +5.25s");
    }

    @Test
    void countsEndsByOutcomeAndWhetherTheNetworkDidItsPart() {
        assertThat(
                        RecordedSamples.of(
                                new CallEnds(),
                                ended(5, 65.5, CallOutcome.ANSWERED),
                                ended(0, 9, CallOutcome.NO_ANSWER),
                                ended(5, 70, CallOutcome.TIMED_OUT),
                                ended(0, 71, CallOutcome.TIMED_OUT),
                                ended(0, 72, CallOutcome.EVICTED),
                                started(10)))
                .containsExactly(
                        CALL + " outcome=answered effective=yes +65.5s",
                        CALL + " outcome=no_answer effective=yes +9.0s",
                        CALL + " outcome=timed_out effective=yes +70.0s",
                        CALL + " outcome=timed_out effective=no +71.0s",
                        CALL + " outcome=evicted effective= +72.0s");
    }

    @Test
    void countsCausesOfEnds() {
        CallVerdict busy = new CallVerdict(CallCause.BUSY, "192.0.2.2 answered 486.");
        assertThat(
                        RecordedSamples.of(
                                new CallCauses(),
                                ended(0, 9, CallOutcome.BUSY).with(busy),
                                started(10).with(busy)))
                .containsExactly(CALL + " cause=busy +9.0s");
    }

    @Test
    void measuresDurationOfAnsweredCallsOnly() {
        assertThat(
                        RecordedSamples.of(
                                new CallDuration(),
                                answered(2, 5),
                                ended(5, 65.5, CallOutcome.ANSWERED),
                                ended(0, 9, CallOutcome.BUSY)))
                .containsExactly(CALL + " +65.5s 60.5");
    }

    @Test
    void leavesOutDurationOfCallsWhoseByeWasNotSeen() {
        assertThat(RecordedSamples.of(new CallDuration(), ended(5, 43_205, CallOutcome.TIMED_OUT)))
                .isEmpty();
    }

    @Test
    void measuresPostDialDelayOnceACall() {
        assertThat(RecordedSamples.of(new CallPostDialDelay(), life()))
                .containsExactly(CALL + " +2.5s 2500.0");
    }

    @Test
    void measuresPostDialDelayAtTheAnswerWhenNothingRang() {
        assertThat(
                        RecordedSamples.of(
                                new CallPostDialDelay(),
                                started(0),
                                answered(0, 3),
                                ended(3, 5, CallOutcome.ANSWERED)))
                .containsExactly(CALL + " +3.0s 3000.0");
    }

    @Test
    void hasNoPostDialDelayOfCallsThatNeverRang() {
        assertThat(
                        RecordedSamples.of(
                                new CallPostDialDelay(),
                                started(0),
                                ended(0, 5, CallOutcome.FAILED)))
                .isEmpty();
    }

    @Test
    void measuresSetupAtTheAnswer() {
        assertThat(RecordedSamples.of(new CallSetupTime(), life()))
                .containsExactly(CALL + " +5.25s 5250.0");
    }

    @Test
    void measuresReportBlocks() {
        RtcpQuality report = quality(at(4), "pcma", 3.5, 1.25, 42);
        String tags = "node=proxy1 trunk=carrier-a codec=PCMA +4.0s ";
        assertThat(RecordedSamples.of(new RtcpJitter(), report)).containsExactly(tags + "3.5");
        assertThat(RecordedSamples.of(new RtcpLoss(), report)).containsExactly(tags + "1.25");
        assertThat(RecordedSamples.of(new RtcpRoundTrip(), report)).containsExactly(tags + "42.0");
    }

    @Test
    void whatAPhoneReportsIsApartFromRtcp() {
        RtcpQuality said = QosEvents.ofPhone(at(4), 8, 0.5, Double.NaN, 3.9);
        RtcpQuality silent = QosEvents.ofPhone(at(5), 8, 0, Double.NaN, Double.NaN);

        assertThat(RecordedSamples.of(new RtcpJitter(), said)).isEmpty();
        assertThat(RecordedSamples.of(new RtcpMos(), said)).isEmpty();
        String tags = "node=proxy1 trunk=carrier-a origin=vq ";
        assertThat(
                        ReportedFigure.ALL.stream()
                                .map(ReportedFigure.class::cast)
                                .flatMap(metric -> RecordedSamples.of(metric, said).stream()))
                .containsExactly(
                        tags + "+4.0s 8.0",
                        tags + "+4.0s 0.5",
                        tags + "+4.0s NaN",
                        tags + "+4.0s 3.9");
        assertThat(RecordedSamples.of((ReportedFigure) ReportedFigure.ALL.get(3), silent))
                .singleElement()
                .asString()
                .startsWith(tags + "+5.0s 4.3");
    }

    @Test
    void boundsCodecs() {
        assertThat(
                        RecordedSamples.of(
                                new RtcpJitter(),
                                quality(at(4), "x-1234", 1, 0, 0),
                                quality(at(5), "", 2, 0, 0)))
                .containsExactly(
                        "node=proxy1 trunk=carrier-a codec=other +4.0s 1.0",
                        "node=proxy1 trunk=carrier-a codec= +5.0s 2.0");
    }

    @Test
    void namesAreUniqueAndSayTheirUnit() {
        assertThat(MetricCatalogue.ALL).extracting(MetricInfo::name).doesNotHaveDuplicates();
        assertThat(MetricCatalogue.ALL)
                .allSatisfy(
                        info -> {
                            assertThat(info.name()).matches("[a-z]+(_[a-z]+)+");
                            assertThat(info.tags()).doesNotHaveDuplicates();
                            assertThat(info.help()).endsWith(".");
                            switch (info.unit()) {
                                case "ms", "s" ->
                                        assertThat(info.name()).endsWith("_" + info.unit());
                                case "R" -> assertThat(info.name()).endsWith("_r_factor");
                                case "MOS" -> assertThat(info.name()).endsWith("_mos");
                                case "%" -> assertThat(info.name()).endsWith("_pct");
                                default ->
                                        assertThat(info.unit())
                                                .isIn(
                                                        "messages",
                                                        "calls",
                                                        "registrations",
                                                        "datagrams",
                                                        "samples");
                            }
                        });
    }

    @Test
    void everyMetricLooksAtATypeThatIsMeasured() {
        int found =
                Metrics.of(SipMessage.class).size()
                        + Metrics.of(Call.class).size()
                        + Metrics.of(Registration.class).size()
                        + Metrics.of(RtcpQuality.class).size()
                        + Metrics.of(RtcpXr.class).size()
                        + Metrics.of(RtpStream.class).size()
                        + Metrics.of(Undecodable.class).size();
        assertThat(found).isEqualTo(Metrics.ALL.size());
    }

    @Test
    void countsRegistrationsAtEachStep() {
        Registration[] life = {
            registration(1, RegistrationChange.STARTED, RegistrationOutcome.IN_PROGRESS, 0),
            registration(1.5, RegistrationChange.ENDED, RegistrationOutcome.ACCEPTED, 200),
            registration(302, RegistrationChange.LAPSED, RegistrationOutcome.ACCEPTED, 200)
        };
        String tags = CALL + " kind=initial ";

        assertThat(RecordedSamples.of(new RegistrationAttempts(), life))
                .containsExactly(tags + "+1.0s");
        assertThat(RecordedSamples.of(new RegistrationEnds(), life))
                .containsExactly(tags + "outcome=accepted code=200 +1.5s");
        assertThat(RecordedSamples.of(new RegistrationChallenges(), life))
                .containsExactly(tags + "+1.5s");
        assertThat(RecordedSamples.of(new RegistrationRequestDelay(), life))
                .containsExactly(tags + "+1.5s 42.0");
        assertThat(RecordedSamples.of(new RegistrationLapses(), life))
                .containsExactly(tags + "+302.0s");
    }

    @Test
    void hasNoDelayOfARegistrationThatWasNotAccepted() {
        Registration gone =
                registration(33, RegistrationChange.ENDED, RegistrationOutcome.TIMED_OUT, 0);

        assertThat(RecordedSamples.of(new RegistrationRequestDelay(), gone)).isEmpty();
        assertThat(RecordedSamples.of(new RegistrationEnds(), gone))
                .containsExactly(CALL + " kind=initial outcome=timed_out code=0 +33.0s");
    }

    @Test
    void takesWhatReceiversSayThemselves() {
        RtcpXr report = extended(at(4), Double.NaN);

        assertThat(
                        VoipMetricsXr.ALL.stream()
                                .map(VoipMetricsXr.class::cast)
                                .flatMap(metric -> RecordedSamples.of(metric, report).stream()))
                .containsExactly(
                        "node=proxy1 trunk=carrier-a +4.0s 82.0",
                        "node=proxy1 trunk=carrier-a +4.0s 4.1",
                        "node=proxy1 trunk=carrier-a +4.0s NaN",
                        "node=proxy1 trunk=carrier-a +4.0s 1.5",
                        "node=proxy1 trunk=carrier-a +4.0s 25.0",
                        "node=proxy1 trunk=carrier-a +4.0s 0.5",
                        "node=proxy1 trunk=carrier-a +4.0s 40.0");
    }

    private static Call[] life() {
        return new Call[] {
            started(1), ringing(2.5), answered(2.5, 5.25), ended(5.25, 65.5, CallOutcome.ANSWERED)
        };
    }

    @Test
    void measuresStreamsThatAreOverInTheWindowOfTheirLastPacket() {
        String tags = "node=proxy1 trunk=carrier-a codec=";
        RtpStream over = stream(at(7), at(37), true, "pcma", 2.5, 1.5, 4.25);
        RtpStream goesOn = stream(at(60), at(60), false, "PCMA", 3, 2, 4);
        RtpStream unknown = stream(at(8), at(38), true, "x-foo", Double.NaN, 0, Double.NaN);

        assertThat(RecordedSamples.of(new RtpJitter(), over, goesOn, unknown))
                .containsExactly(tags + "PCMA +7.0s 2.5", tags + "other +8.0s NaN");
        RtpStream digits =
                stream(at(9), at(39), true, "telephone-event", Double.NaN, 95, Double.NaN);
        assertThat(RecordedSamples.of(new RtpLoss(), over, goesOn, digits, unknown))
                .containsExactly(tags + "PCMA +7.0s 1.5", tags + "other +8.0s 0.0");
        assertThat(RecordedSamples.of(new RtpMos(), over, goesOn, unknown))
                .containsExactly(tags + "PCMA +7.0s 4.25", tags + "other +8.0s NaN");
    }

    @Test
    void theCatalogueHasEachMetricThatIsMade() {
        List<MetricInfo> made = new ArrayList<>();
        Metrics.ALL.forEach(metric -> made.add(metric.info()));
        made.addAll(
                List.of(
                        ConcurrentCalls.INFO,
                        SocketMeasurements.GAP,
                        SocketMeasurements.LOSS,
                        MeasureLate.INFO));

        assertThat(MetricCatalogue.ALL).containsExactlyInAnyOrderElementsOf(made);
    }
}
