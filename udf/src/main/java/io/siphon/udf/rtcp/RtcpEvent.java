package io.siphon.udf.rtcp;

import org.apache.flink.streaming.api.datastream.DataStream;

import java.util.Comparator;

/** What {@link RtcpTracker} follows: signalling about media, and reports about them. */
public sealed interface RtcpEvent permits MediaEvent, RtcpReport {

    /** Of events of the same microsecond and kind. */
    Comparator<RtcpEvent> ORDER =
            (a, b) ->
                    a instanceof MediaEvent media
                            ? MediaEvent.ORDER.compare(media, (MediaEvent) b)
                            : RtcpReport.ORDER.compare((RtcpReport) a, (RtcpReport) b);

    /** Epoch µs. */
    long timeMicros();

    /** The Call-ID; of a report without one, what both directions of its sockets share. */
    String key();

    /** As one kind, in the same task. */
    static DataStream<RtcpEvent> of(DataStream<? extends RtcpEvent> events, String uid) {
        return events.map(event -> (RtcpEvent) event)
                .returns(RtcpEventCodec.TYPE)
                .uid(uid)
                .setParallelism(events.getParallelism());
    }
}
