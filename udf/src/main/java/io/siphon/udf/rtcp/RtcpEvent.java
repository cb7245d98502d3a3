package io.siphon.udf.rtcp;

import io.siphon.udf.report.QualityReport;
import io.siphon.udf.session.SessionEvent;

import org.apache.flink.streaming.api.datastream.DataStream;

import java.util.Comparator;

/** The input of {@link RtcpTracker}: signalling about media, and reports about them. */
public sealed interface RtcpEvent
        permits MediaEvent,
                SessionSignal,
                IdentifiedStream,
                RtcpReport,
                ReportedQuality,
                SeenStream,
                SocketsOfCall {

    /** Of events of the same microsecond. */
    Comparator<RtcpEvent> ORDER =
            Comparator.comparingInt(RtcpEvent::kind).thenComparing(RtcpEvent::compareKind);

    /** Epoch µs. */
    long timeMicros();

    /** The Call-ID; of a report without one, what both directions of its sockets share. */
    String key();

    private static int kind(RtcpEvent event) {
        if (event instanceof MediaEvent) {
            return 0;
        } else if (event instanceof SessionSignal) {
            return 1;
        } else if (event instanceof IdentifiedStream) {
            return 2;
        }
        if (event instanceof RtcpReport) {
            return 3;
        } else if (event instanceof ReportedQuality) {
            return 4;
        }
        return event instanceof SeenStream ? 5 : 6;
    }

    private static int compareKind(RtcpEvent a, RtcpEvent b) {
        if (a instanceof MediaEvent media) {
            return MediaEvent.ORDER.compare(media, (MediaEvent) b);
        } else if (a instanceof SessionSignal signal) {
            return SessionEvent.ORDER.compare(signal.event(), ((SessionSignal) b).event());
        } else if (a instanceof IdentifiedStream stream) {
            return IdentifiedStream.ORDER.compare(stream, (IdentifiedStream) b);
        } else if (a instanceof SeenStream stream) {
            return SeenStream.ORDER.compare(stream, (SeenStream) b);
        } else if (a instanceof ReportedQuality quality) {
            return QualityReport.ORDER.compare(quality.report(), ((ReportedQuality) b).report());
        }
        if (a instanceof SocketsOfCall sockets) {
            return SocketsOfCall.ORDER.compare(sockets, (SocketsOfCall) b);
        }
        return RtcpReport.ORDER.compare((RtcpReport) a, (RtcpReport) b);
    }

    /** As one kind, in the same task. */
    static DataStream<RtcpEvent> of(DataStream<? extends RtcpEvent> events, String uid) {
        return events.map(event -> (RtcpEvent) event)
                .returns(RtcpEventCodec.TYPE)
                .uid(uid)
                .setParallelism(events.getParallelism());
    }
}
