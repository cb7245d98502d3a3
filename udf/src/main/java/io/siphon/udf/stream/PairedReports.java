package io.siphon.udf.stream;

import io.siphon.schema.RtcpStreamSummary;
import io.siphon.udf.call.CallQuestion;
import io.siphon.udf.edge.TextKeyType;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.InOrder;
import io.siphon.udf.order.InOrderFunction;
import io.siphon.udf.rtcp.ReportedQuality;
import io.siphon.udf.rtcp.RtcpEvent;
import io.siphon.udf.rtcp.RtcpEventCodec;
import io.siphon.udf.rtcp.RtcpReport;
import io.siphon.udf.rtcp.SocketsOfCall;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

import javax.annotation.Nullable;

/**
 * Which call a report is of, where its agent does not say, or two agents say it differently.
 * Reports meet at their sockets ({@link PairTracker}), and the sockets' calls are known by SDP
 * ({@link AddressTracker}).
 *
 * @param others what is no report, and reports of other origins that name their call
 * @param reports by RTCP, and those without a call
 * @param questions whose their sockets are
 */
public record PairedReports(
        DataStream<RtcpEvent> others,
        DataStream<RtcpEvent> reports,
        DataStream<AddressEvent> questions) {

    /** Buffer timeout of what is known, ms: legs wait for what is asked. */
    private static final long SOON = 100;

    /** How often it is asked whose a pair of sockets is that all reports name a call of; µs. */
    private static final long AGAIN = 30_000_000;

    /** How much later than its time a report may go on, ms: it waits, and for a second to end. */
    public static final long LAG_MS = PairTracker.APART / 1000 + 2_000;

    private static final OutputTag<RtcpEvent> REPORTS =
            new OutputTag<>("paired-reports", RtcpEventCodec.TYPE);

    private static final OutputTag<AddressEvent> QUESTIONS =
            new OutputTag<>("address-questions", AddressEventCodec.TYPE);

    /** In the same task. */
    public static PairedReports of(DataStream<RtcpEvent> events, String uid) {
        SingleOutputStreamOperator<RtcpEvent> others =
                events.process(new Split())
                        .returns(RtcpEventCodec.TYPE)
                        .uid(uid)
                        .name(uid.replace('_', ' '))
                        .setParallelism(events.getParallelism());
        return new PairedReports(
                others, others.getSideOutput(REPORTS), others.getSideOutput(QUESTIONS));
    }

    public PairedReports and(PairedReports other) {
        return new PairedReports(
                others.union(other.others),
                reports.union(other.reports),
                questions.union(other.questions));
    }

    /**
     * Which calls have the sockets.
     *
     * @param messages whose SDP has the sockets of calls
     * @param ceiling of addresses
     * @param heldBytes see {@link Ceiling#heldBytes}
     */
    public SingleOutputStreamOperator<RtcpEvent> known(
            DataStream<SipMessage> messages, Ceiling ceiling, long heldBytes) {
        return inOrder(
                        messages.flatMap(new AddressReader())
                                .returns(AddressEventCodec.TYPE)
                                .uid("media_addresses")
                                .name("media addresses")
                                .setParallelism(messages.getParallelism())
                                .union(questions)
                                .keyBy(AddressEvent::address, TextKeyType.INSTANCE),
                        new AddressTracker(ceiling),
                        "address_calls",
                        heldBytes)
                .setBufferTimeout(SOON);
    }

    /** Of what is {@link #known}: whether calls are up that share an address. */
    public static DataStream<CallQuestion> contested(SingleOutputStreamOperator<RtcpEvent> known) {
        return known.getSideOutput(AddressTracker.CONTESTED);
    }

    /**
     * All of them, with the Call-IDs that are known.
     *
     * @param known see {@link #known}
     * @param over which of the {@link #contested} calls are not up
     * @param ceiling of pairs of sockets
     * @param heldBytes see {@link Ceiling#heldBytes}
     */
    public DataStream<RtcpEvent> join(
            DataStream<RtcpEvent> known,
            DataStream<CallQuestion> over,
            Ceiling ceiling,
            long heldBytes) {
        DataStream<RtcpEvent> ended =
                over.<RtcpEvent>map(
                                call ->
                                        SocketsOfCall.over(
                                                AddressEvent.secondOf(call.timeMicros()),
                                                call.about(),
                                                call.callId()))
                        .returns(RtcpEventCodec.TYPE)
                        .uid("calls_over")
                        .name("calls over")
                        .setParallelism(over.getParallelism());
        return others.union(
                inOrder(
                        reports.union(known, ended).keyBy(PairedReports::key, TextKeyType.INSTANCE),
                        new PairTracker(ceiling),
                        "report_pairs",
                        heldBytes));
    }

    private static <E> SingleOutputStreamOperator<RtcpEvent> inOrder(
            KeyedStream<E, String> events,
            InOrderFunction<String, E, RtcpEvent> function,
            String uid,
            long heldBytes) {
        String name = uid.replace('_', ' ');
        return InOrder.process(
                        events, function, RtcpEventCodec.TYPE, Ceiling.ofHeld(name, heldBytes))
                .uid(uid)
                .name(name);
    }

    /** The two sockets, whichever of them a report comes from. */
    static String key(RtcpEvent event) {
        if (event instanceof RtcpReport report) {
            return report.sockets();
        }
        return event instanceof ReportedQuality quality ? quality.report().sockets() : event.key();
    }

    private static final class Split extends ProcessFunction<RtcpEvent, RtcpEvent> {

        private static final long serialVersionUID = 1L;

        private final RecentMarks asked = new RecentMarks();

        @Override
        public void processElement(RtcpEvent event, Context context, Collector<RtcpEvent> out) {
            if (event instanceof RtcpReport report) {
                ask(event, report.callId(), report.source(), report.destination(), context);
                context.output(REPORTS, event);
            } else if (event instanceof ReportedQuality quality && isPaired(quality)) {
                ask(
                        event,
                        quality.report().callId(),
                        quality.report().receiver(),
                        quality.report().sender(),
                        context);
                context.output(REPORTS, event);
            } else {
                out.collect(event);
            }
        }

        /** Others name their call themselves, and tell who is meant by tags, not by sockets. */
        private static boolean isPaired(ReportedQuality quality) {
            return quality.report().callId().isEmpty()
                    || quality.report().origin().equals(RtcpStreamSummary.XR);
        }

        private void ask(
                RtcpEvent event, String id, String source, String destination, Context context) {
            long at = event.timeMicros();
            long period =
                    id.isEmpty() ? AddressEvent.secondOf(at) : Math.floorDiv(at, AGAIN) * AGAIN;
            String sockets = PairedReports.key(event);
            if (asked.isNew(31L * sockets.hashCode() + id.hashCode(), period)) {
                ask(AddressEvent.address(source), at, sockets, context);
                ask(AddressEvent.address(destination), at, sockets, context);
            }
        }

        private static void ask(
                @Nullable String address, long at, String sockets, Context context) {
            if (address != null) {
                context.output(QUESTIONS, AddressEvent.question(address, at, sockets));
            }
        }
    }
}
