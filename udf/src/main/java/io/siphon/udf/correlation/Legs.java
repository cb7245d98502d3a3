package io.siphon.udf.correlation;

import io.siphon.schema.CallLink;
import io.siphon.udf.call.CallEvent;
import io.siphon.udf.call.CallQuestion;
import io.siphon.udf.edge.TextKeyType;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.InOrder;
import io.siphon.udf.order.StateLimit;
import io.siphon.udf.qos.MetricPipeline;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

import java.time.Duration;

/**
 * Correlation of legs, as one piece of the topology: messages become marks of calls, marks become
 * links, links become conversations.
 *
 * @param links rows, each again when it changes
 * @param notes notes for calls, for {@link io.siphon.udf.call.CallTracker}
 * @param over the questions that ask for a call that is not up
 * @param limits of its state
 */
public record Legs(
        DataStream<CallLink> links,
        DataStream<CallEvent> notes,
        DataStream<CallQuestion> over,
        DataStream<StateLimit> limits) {

    /** Buffer timeout of marks, ms: calls wait for what becomes of them. */
    private static final long SOON = 100;

    /**
     * @param messages with event timestamps and watermarks
     * @param questions whether calls are up
     * @param legs bound of calls that are followed
     * @param identifiers bound of what they are found by
     * @param endedReach as for calls
     */
    public static Legs attach(
            DataStream<SipMessage> messages,
            DataStream<CallQuestion> questions,
            CorrelationSettings settings,
            Duration setupTimeout,
            Duration maxDuration,
            Ceiling legs,
            Ceiling identifiers,
            Duration endedReach) {
        SingleOutputStreamOperator<LegMark> marks =
                InOrder.process(
                                messages.flatMap(new LegReader(settings))
                                        .returns(LegEventCodec.TYPE)
                                        .uid("leg_events")
                                        .name("leg events")
                                        .setParallelism(messages.getParallelism())
                                        .union(
                                                questions
                                                        .map(LegEvent::of)
                                                        .returns(LegEventCodec.TYPE)
                                                        .uid("leg_questions")
                                                        .name("leg questions")
                                                        .setParallelism(questions.getParallelism()))
                                        .keyBy(LegEvent::callId, TextKeyType.INSTANCE),
                                new LegTracker(settings, setupTimeout, maxDuration, endedReach),
                                LegMarkCodec.TYPE,
                                legs)
                        .uid("legs")
                        .name("legs")
                        .setBufferTimeout(SOON);
        SingleOutputStreamOperator<FoundLink> found =
                InOrder.process(
                                marks.keyBy(LegMark::key, TextKeyType.INSTANCE),
                                new LinkFinder(settings, maxDuration),
                                FoundLinkCodec.TYPE,
                                identifiers)
                        .uid("leg_links")
                        .name("leg links")
                        .setBufferTimeout(MetricPipeline.AT_ONCE);
        SingleOutputStreamOperator<CallLink> links =
                InOrder.process(
                                found.keyBy(link -> "", TextKeyType.INSTANCE),
                                new Conversations(settings, maxDuration),
                                TypeInformation.of(CallLink.class),
                                Ceiling.NONE)
                        .uid("conversations")
                        .name("conversations")
                        .setParallelism(1)
                        .setBufferTimeout(MetricPipeline.AT_ONCE);
        return new Legs(
                links,
                links.getSideOutput(Conversations.NOTES),
                marks.getSideOutput(LegTracker.OVER),
                marks.getSideOutput(InOrder.LIMITS).union(found.getSideOutput(InOrder.LIMITS)));
    }
}
