package io.siphon.job.topology;

import io.siphon.job.config.JobConfig;
import io.siphon.schema.Call;
import io.siphon.schema.Registration;
import io.siphon.udf.call.CallEvent;
import io.siphon.udf.call.CallEventCodec;
import io.siphon.udf.call.CallQuestion;
import io.siphon.udf.call.CallTracker;
import io.siphon.udf.correlation.Legs;
import io.siphon.udf.edge.TextKeyType;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.InOrder;
import io.siphon.udf.registration.RegistrationEvent;
import io.siphon.udf.registration.RegistrationTracker;
import io.siphon.udf.rtcp.RtcpBinaryDecoder;
import io.siphon.udf.rtcp.RtcpEvent;
import io.siphon.udf.rtcp.RtcpEventCodec;
import io.siphon.udf.rtcp.RtcpQuality;
import io.siphon.udf.rtcp.RtcpTracker;
import io.siphon.udf.rtcp.SessionSignal;
import io.siphon.udf.rtp.RtpDecoder;
import io.siphon.udf.session.SessionEvent;
import io.siphon.udf.sip.SipMessage;
import io.siphon.udf.stream.WireMedia;

import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/** The operators that follow calls, registrations and RTCP sessions, each in the order of time. */
final class Trackers {

    private Trackers() {}

    static SingleOutputStreamOperator<Call> calls(
            DataStream<SipMessage> messages, DataStream<CallEvent> notes, JobConfig config) {
        return InOrder.process(
                        messages.filter(CallEvent::concerns)
                                .uid("call_messages")
                                .setParallelism(messages.getParallelism())
                                .map(CallEvent::of)
                                .returns(CallEventCodec.TYPE)
                                .uid("call_events")
                                .setParallelism(messages.getParallelism())
                                .union(notes)
                                .keyBy(CallEvent::callId, TextKeyType.INSTANCE),
                        new CallTracker(
                                config.call().setupTimeout(),
                                config.call().maxDuration(),
                                config.correlation().mostOfCallId(),
                                config.call().endedReach()),
                        TypeInformation.of(Call.class),
                        Ceiling.ofCalls(config.state().maxCalls(), held(config)))
                .uid("calls")
                .name("calls");
    }

    /**
     * Which calls are legs of one conversation.
     *
     * @param questions whether calls are up
     */
    static Legs legs(
            DataStream<SipMessage> messages, DataStream<CallQuestion> questions, JobConfig config) {
        int calls = config.state().maxCalls();
        return Legs.attach(
                messages,
                questions,
                config.correlation().settings(),
                config.call().setupTimeout(),
                config.call().maxDuration(),
                Ceiling.ofLegs(calls, held(config)),
                Ceiling.ofLegIdentifiers(calls, held(config)),
                config.call().endedReach());
    }

    static SingleOutputStreamOperator<Registration> registrations(
            DataStream<SipMessage> messages, JobConfig config) {
        return InOrder.process(
                        messages.filter(RegistrationEvent::concerns)
                                .uid("register_messages")
                                .setParallelism(messages.getParallelism())
                                .map(RegistrationEvent::of)
                                .returns(RegistrationEvent.class)
                                .uid("registration_events")
                                .setParallelism(messages.getParallelism())
                                .keyBy(RegistrationEvent::aor, TextKeyType.INSTANCE),
                        new RegistrationTracker(config.call().endedReach()),
                        TypeInformation.of(Registration.class),
                        Ceiling.ofRegistrations(config.state().maxRegistrations(), held(config)))
                .uid("registrations")
                .name("registrations");
    }

    static SingleOutputStreamOperator<RtcpQuality> rtcp(
            DataStream<SipMessage> messages, DataStream<RtcpEvent> reports, JobConfig config) {
        return InOrder.process(
                        messages.filter(SessionEvent::concerns)
                                .uid("rtcp_sessions")
                                .setParallelism(messages.getParallelism())
                                .<RtcpEvent>map(SessionSignal::of)
                                .returns(RtcpEventCodec.TYPE)
                                .uid("rtcp_media")
                                .setParallelism(messages.getParallelism())
                                .union(reports)
                                .keyBy(RtcpEvent::key, TextKeyType.INSTANCE),
                        new RtcpTracker(
                                config.call().setupTimeout(),
                                config.call().maxDuration(),
                                config.call().oneWayAfter(),
                                config.call().endedReach()),
                        TypeInformation.of(RtcpQuality.class),
                        Ceiling.ofRtcp(config.state().maxRtcp(), held(config)))
                .uid("rtcp")
                .name("rtcp");
    }

    private static long held(JobConfig config) {
        return config.state().maxHeld().getBytes();
    }

    /** RTP and binary RTCP of captures, with the sessions that announced their sockets. */
    static WireMedia media(
            DataStream<SipMessage> messages,
            SingleOutputStreamOperator<?> decoded,
            JobConfig config) {
        return WireMedia.attach(
                messages,
                decoded.getSideOutput(RtpDecoder.PACKETS),
                decoded.getSideOutput(RtcpBinaryDecoder.REPORTS),
                decoded.getSideOutput(RtcpBinaryDecoder.EXTENDED_REPORTS),
                config.call().setupTimeout(),
                config.call().maxDuration(),
                Ceiling.ofStreams(config.state().maxStreams()),
                Ceiling.ofRtcp(config.state().maxRtcp(), held(config)));
    }
}
