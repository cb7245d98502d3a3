package io.siphon.udf.rtcp;

import io.siphon.udf.report.QualityReport;

import org.apache.flink.streaming.api.datastream.DataStream;

/** A report of a stream by other means than report blocks. */
public record ReportedQuality(QualityReport report) implements RtcpEvent {

    /** In the same task. */
    public static DataStream<RtcpEvent> of(DataStream<QualityReport> reports, String uid) {
        return reports.map(report -> (RtcpEvent) new ReportedQuality(report))
                .returns(RtcpEventCodec.TYPE)
                .uid(uid)
                .setParallelism(reports.getParallelism());
    }

    @Override
    public long timeMicros() {
        return report.timeMicros();
    }

    @Override
    public String key() {
        return report.key();
    }
}
