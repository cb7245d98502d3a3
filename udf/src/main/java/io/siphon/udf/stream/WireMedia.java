package io.siphon.udf.stream;

import io.siphon.schema.RtpStream;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.InOrder;
import io.siphon.udf.order.RoomCoOperator;
import io.siphon.udf.report.QualityReport;
import io.siphon.udf.report.QualityReportCodec;
import io.siphon.udf.rtcp.ReportedQuality;
import io.siphon.udf.rtcp.RtcpEvent;
import io.siphon.udf.rtcp.RtcpReport;
import io.siphon.udf.rtcp.RtcpReportCodec;
import io.siphon.udf.rtp.RtpPacket;
import io.siphon.udf.session.MediaSocket;
import io.siphon.udf.session.SessionEvent;
import io.siphon.udf.session.SessionEventCodec;
import io.siphon.udf.session.SessionTracker;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.util.OutputTag;

import java.time.Duration;

/**
 * The part of the topology that assigns RTP and RTCP from captures to calls. The session of a call
 * announces its sockets, and each announcement goes to the key of its socket, where the media is.
 * Media to a socket that was not announced is looked up a second time, by the socket that sent it:
 * behind NAT media does not go where SDP says.
 *
 * @param streams at their end, and once a minute before
 * @param reports with the Call-ID of their call, where SDP gives it; and the streams of the SSRCs
 *     of calls
 */
public record WireMedia(DataStream<RtpStream> streams, DataStream<RtcpEvent> reports) {

    /** Side output of an input without media: always empty. */
    public static final OutputTag<RtpStream> NO_STREAMS =
            new OutputTag<>("no_streams", TypeInformation.of(RtpStream.class));

    /** How much longer than the longest ringing time announcements are kept. */
    private static final Duration LINGER = Duration.ofMinutes(1);

    /**
     * @param extended extended reports
     * @param setupTimeout how long a call may ring before there is media
     * @param maxDuration how long a call may last without a message
     * @param ceiling of streams and announcements
     * @param sessions ceiling of sessions
     */
    public static WireMedia attach(
            DataStream<SipMessage> messages,
            DataStream<RtpPacket> packets,
            DataStream<RtcpReport> reports,
            DataStream<QualityReport> extended,
            Duration setupTimeout,
            Duration maxDuration,
            Ceiling ceiling,
            Ceiling sessions) {
        Duration retention = setupTimeout.plus(LINGER);
        SingleOutputStreamOperator<MediaSocket> sockets =
                sessions(messages, setupTimeout, maxDuration, sessions);
        DataStream<MediaSocket> latched = latched(sockets, packets, retention, ceiling);
        SingleOutputStreamOperator<RtpStream> streams =
                RoomCoOperator.process(
                                sockets.union(latched)
                                        .keyBy(MediaSocket::socket)
                                        .connect(packets.keyBy(RtpPacket::destination)),
                                new StreamTracker(retention, ceiling),
                                TypeInformation.of(RtpStream.class))
                        .uid("streams")
                        .name("streams");
        DataStream<MediaSocket> rtcpSockets = sockets.getSideOutput(SessionTracker.RTCP);
        DataStream<RtcpReport> received =
                calls(
                        "rtcp_calls",
                        rtcpSockets,
                        reports.keyBy(RtcpReport::destination),
                        retention,
                        ceiling);
        DataStream<RtcpReport> assigned =
                calls(
                        "rtcp_sender_calls",
                        rtcpSockets,
                        received.keyBy(RtcpReport::source),
                        retention,
                        ceiling);
        DataStream<RtcpEvent> identified =
                RtcpEvent.of(
                        streams.getSideOutput(StreamTracker.IDENTIFIED), "rtcp_identified_streams");
        return new WireMedia(
                RoomCoOperator.process(
                                sockets.keyBy(MediaSocket::socket)
                                        .connect(streams.keyBy(RtpStream::source)),
                                CallOfSocket.ofStreams(retention, ceiling),
                                TypeInformation.of(RtpStream.class))
                        .uid("stream_calls")
                        .name("stream calls"),
                RtcpEvent.of(assigned, "rtcp_wire_reports")
                        .union(
                                identified,
                                ReportedQuality.of(
                                        extended(rtcpSockets, extended, retention, ceiling),
                                        "xr_wire_reports")));
    }

    private static SingleOutputStreamOperator<MediaSocket> sessions(
            DataStream<SipMessage> messages,
            Duration setupTimeout,
            Duration maxDuration,
            Ceiling ceiling) {
        return InOrder.process(
                        messages.filter(SessionEvent::concerns)
                                .uid("session_messages")
                                .setParallelism(messages.getParallelism())
                                .map(SessionEvent::of)
                                .returns(SessionEventCodec.TYPE)
                                .uid("session_events")
                                .setParallelism(messages.getParallelism())
                                .keyBy(SessionEvent::callId),
                        new SessionTracker(setupTimeout, maxDuration),
                        TypeInformation.of(MediaSocket.class),
                        ceiling)
                .uid("sessions")
                .name("sessions");
    }

    /** Keyed by their destination. */
    private static DataStream<QualityReport> extended(
            DataStream<MediaSocket> sockets,
            DataStream<QualityReport> extended,
            Duration retention,
            Ceiling ceiling) {
        return RoomCoOperator.process(
                        sockets.keyBy(MediaSocket::socket)
                                .connect(extended.keyBy(QualityReport::sender)),
                        CallOfSocket.ofQualities(retention, ceiling),
                        QualityReportCodec.TYPE)
                .uid("xr_calls")
                .name("xr calls");
    }

    private static DataStream<MediaSocket> latched(
            DataStream<MediaSocket> sockets,
            DataStream<RtpPacket> packets,
            Duration retention,
            Ceiling ceiling) {
        KeyedStream<MediaSocket, String> senders =
                packets.flatMap(new SendersOfPackets())
                        .returns(MediaSocket.class)
                        .uid("rtp_senders")
                        .name("rtp senders")
                        .setParallelism(packets.getParallelism())
                        .keyBy(MediaSocket::sender);
        return RoomCoOperator.process(
                        sockets.keyBy(MediaSocket::socket).connect(senders),
                        CallOfSocket.ofSenders(retention, ceiling),
                        TypeInformation.of(MediaSocket.class))
                .uid("rtp_sender_calls")
                .name("rtp sender calls")
                .filter(socket -> !socket.callId().isEmpty())
                .uid("latched_sockets")
                .name("latched sockets");
    }

    private static DataStream<RtcpReport> calls(
            String uid,
            DataStream<MediaSocket> sockets,
            KeyedStream<RtcpReport, String> reports,
            Duration retention,
            Ceiling ceiling) {
        return RoomCoOperator.process(
                        sockets.keyBy(MediaSocket::socket).connect(reports),
                        CallOfSocket.ofReports(retention, ceiling),
                        RtcpReportCodec.TYPE)
                .uid(uid)
                .name(uid.replace('_', ' '));
    }
}
