package io.siphon.job.sink;

import io.siphon.udf.alert.Alert;
import io.siphon.udf.call.Call;
import io.siphon.udf.payload.Trace;
import io.siphon.udf.payload.Undecodable;
import io.siphon.udf.qos.Measurement;
import io.siphon.udf.registration.Registration;
import io.siphon.udf.rtcp.ReportedStream;
import io.siphon.udf.stream.Stream;

import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * All that leaves the topology: what an {@link Output} may store.
 *
 * @param media RTP streams, at their end and once a minute before
 * @param reported RTP streams as RTCP tells of them, when their call is over
 */
public record Streams(
        DataStream<Trace> traces,
        DataStream<Call> calls,
        DataStream<Registration> registrations,
        DataStream<Stream> media,
        DataStream<ReportedStream> reported,
        DataStream<Measurement> measurements,
        DataStream<Alert> alerts,
        DataStream<Undecodable> undecodable) {}
