package io.siphon.udf;

import io.siphon.schema.Alert;
import io.siphon.schema.Call;
import io.siphon.schema.CallLink;
import io.siphon.schema.Measurement;
import io.siphon.schema.Registration;
import io.siphon.schema.RtcpStreamSummary;
import io.siphon.schema.RtpStream;
import io.siphon.schema.Trace;
import io.siphon.schema.Undecodable;
import io.siphon.udf.alert.LivesState;
import io.siphon.udf.alert.baseline.Figure;
import io.siphon.udf.correlation.FoundLink;
import io.siphon.udf.finding.Finding;
import io.siphon.udf.order.StateLimit;
import io.siphon.udf.registration.AttemptsState;
import io.siphon.udf.registration.RefusedLogin;
import io.siphon.udf.registration.RegistrationEvent;
import io.siphon.udf.rtcp.IdentifiedStream;
import io.siphon.udf.rtcp.ReportedState;
import io.siphon.udf.rtcp.RtcpQuality;
import io.siphon.udf.rtcp.RtcpReport;
import io.siphon.udf.rtcp.RtcpState;
import io.siphon.udf.rtcp.RtcpStatistics;
import io.siphon.udf.rtcp.RtcpXr;
import io.siphon.udf.rtp.RtpPacket;
import io.siphon.udf.session.MediaSocket;
import io.siphon.udf.sip.SipMessage;
import io.siphon.udf.stream.HeldState;
import io.siphon.udf.stream.RoundTripsState;
import io.siphon.udf.stream.SocketCallsState;
import io.siphon.udf.stream.SocketState;
import io.siphon.udf.suspect.NamedSubjectsState;

import org.apache.flink.types.PojoTestUtils;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What crosses an edge is written by Flink's own serializers, never by Kryo. */
class RecordsTest {

    @ParameterizedTest
    @ValueSource(
            classes = {
                SipMessage.class,
                RtcpReport.class,
                RtcpQuality.class,
                RtcpStreamSummary.class,
                ReportedState.class,
                Call.class,
                CallLink.class,
                FoundLink.class,
                RegistrationEvent.class,
                RefusedLogin.class,
                Registration.class,
                AttemptsState.class,
                RtpPacket.class,
                RtcpXr.class,
                RtcpStatistics.class,
                MediaSocket.class,
                IdentifiedStream.class,
                RtcpState.class,
                RtpStream.class,
                SocketState.class,
                RoundTripsState.class,
                SocketCallsState.class,
                HeldState.class,
                Measurement.class,
                Alert.class,
                Figure.class,
                Finding.class,
                LivesState.class,
                StateLimit.class,
                NamedSubjectsState.class,
                Trace.class,
                Undecodable.class
            })
    void needsNoKryo(Class<?> type) {
        PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
    }
}
