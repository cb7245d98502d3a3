package io.siphon.udf.qos;

import io.siphon.schema.Measurement;

import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The output of {@link MetricPipeline}.
 *
 * @param measurements one for each window of each series; anew when late data changed it
 * @param late what came after {@link QosSettings#allowedLateness} and is in no measurement
 */
public record Measured(DataStream<Measurement> measurements, DataStream<Partial> late) {}
