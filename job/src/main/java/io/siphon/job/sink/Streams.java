package io.siphon.job.sink;

import io.siphon.udf.call.Call;
import io.siphon.udf.payload.Trace;
import io.siphon.udf.payload.Undecodable;
import io.siphon.udf.qos.Measurement;

import org.apache.flink.streaming.api.datastream.DataStream;

/** All that leaves the topology: what an {@link Output} may store. */
public record Streams(
        DataStream<Trace> traces,
        DataStream<Call> calls,
        DataStream<Measurement> measurements,
        DataStream<Undecodable> undecodable) {}
