package io.siphon.job.sink;

import io.siphon.schema.Alert;
import io.siphon.schema.Call;
import io.siphon.schema.CallLink;
import io.siphon.schema.Measurement;
import io.siphon.schema.Registration;
import io.siphon.schema.RtcpStreamSummary;
import io.siphon.schema.RtpStream;
import io.siphon.schema.Trace;
import io.siphon.schema.Undecodable;

import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * All output streams of the topology, which an {@link Output} may store.
 *
 * @param media RTP streams, at their end and once a minute before
 * @param reported RTP streams as RTCP reports them, when their call is over
 */
public record JobStreams(
        DataStream<Trace> traces,
        DataStream<Call> calls,
        DataStream<CallLink> links,
        DataStream<Registration> registrations,
        DataStream<RtpStream> media,
        DataStream<RtcpStreamSummary> reported,
        DataStream<Measurement> measurements,
        DataStream<Alert> alerts,
        DataStream<Undecodable> undecodable) {}
