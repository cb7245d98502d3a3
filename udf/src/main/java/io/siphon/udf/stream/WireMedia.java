package io.siphon.udf.stream;

import io.siphon.schema.RtpStream;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.rtcp.RtcpReport;
import io.siphon.udf.rtcp.RtcpReportCodec;
import io.siphon.udf.rtp.RtpPacket;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.util.OutputTag;

import java.time.Duration;

/**
 * RTP and RTCP off the wire and the calls they belong to, as one piece of the topology. SDP is sent
 * to where the media goes: each announcement to the key of its socket. What nobody announced is
 * looked up a second time, by the socket that sent it: behind NAT media does not go where SDP says.
 *
 * @param streams at their end, and once a minute before
 * @param reports with the Call-ID of their call, where SDP tells it
 */
public record WireMedia(DataStream<RtpStream> streams, DataStream<RtcpReport> reports) {

    /** Of an input that has no media: nothing is ever put out to it. */
    public static final OutputTag<RtpStream> NO_STREAMS =
            new OutputTag<>("no_streams", TypeInformation.of(RtpStream.class));

    /** How much longer than a call may ring announcements are kept. */
    private static final Duration LINGER = Duration.ofMinutes(1);

    /**
     * @param setupTimeout how long a call may ring before there is media
     * @param ceiling of streams and announcements
     */
    public static WireMedia attach(
            DataStream<SipMessage> messages,
            DataStream<RtpPacket> packets,
            DataStream<RtcpReport> reports,
            Duration setupTimeout,
            Ceiling ceiling) {
        Duration retention = setupTimeout.plus(LINGER);
        DataStream<MediaSocket> sockets = sockets("rtp", messages, MediaSockets.ofRtp());
        DataStream<RtpStream> streams =
                sockets.keyBy(MediaSocket::socket)
                        .connect(packets.keyBy(RtpPacket::destination))
                        .process(new StreamTracker(retention, ceiling))
                        .uid("streams")
                        .name("streams");
        DataStream<MediaSocket> rtcpSockets = sockets("rtcp", messages, MediaSockets.ofRtcp());
        DataStream<RtcpReport> received =
                calls(
                        "rtcp_calls",
                        rtcpSockets,
                        reports.keyBy(RtcpReport::destination),
                        retention,
                        ceiling);
        return new WireMedia(
                sockets.keyBy(MediaSocket::socket)
                        .connect(streams.keyBy(RtpStream::source))
                        .process(CallOfSocket.ofStreams(retention, ceiling))
                        .returns(RtpStream.class)
                        .uid("stream_calls")
                        .name("stream calls"),
                calls(
                        "rtcp_sender_calls",
                        rtcpSockets,
                        received.keyBy(RtcpReport::source),
                        retention,
                        ceiling));
    }

    private static DataStream<RtcpReport> calls(
            String uid,
            DataStream<MediaSocket> sockets,
            KeyedStream<RtcpReport, String> reports,
            Duration retention,
            Ceiling ceiling) {
        return sockets.keyBy(MediaSocket::socket)
                .connect(reports)
                .process(CallOfSocket.ofReports(retention, ceiling))
                .returns(RtcpReportCodec.TYPE)
                .uid(uid)
                .name(uid.replace('_', ' '));
    }

    private static DataStream<MediaSocket> sockets(
            String kind, DataStream<SipMessage> messages, MediaSockets finder) {
        return messages.flatMap(finder)
                .uid(kind + "_sockets")
                .name(kind + " sockets")
                .setParallelism(messages.getParallelism());
    }
}
