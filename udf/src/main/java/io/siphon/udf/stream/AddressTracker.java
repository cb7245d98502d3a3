package io.siphon.udf.stream;

import io.siphon.udf.call.CallQuestion;
import io.siphon.udf.edge.PackedState;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.InOrderFunction;
import io.siphon.udf.rtcp.RtcpEvent;
import io.siphon.udf.rtcp.SocketsOfCall;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

import java.util.Comparator;
import java.util.List;

/**
 * Knows which calls have an address for media, by SDP, and answers who asks. Keyed by the address;
 * {@link io.siphon.udf.order.InOrder} runs it. Of an address that nobody announced there is no
 * answer; of one that several did it asks in turn whether they are up ({@link #CONTESTED}).
 *
 * <p>An announcement is forgotten {@link #RETENTION} after it, or after the last answer. Metric:
 * {@code notFollowed}, announcements of addresses that there is no room for.
 */
final class AddressTracker extends InOrderFunction<String, AddressEvent, RtcpEvent> {

    private static final long serialVersionUID = 1L;

    /**
     * µs. Of the two addresses of a call one is announced by the answer: from then on it takes some
     * seconds to the first report.
     */
    static final long RETENTION = 120_000_000;

    /** Calls that share an address: whether they are up. */
    static final OutputTag<CallQuestion> CONTESTED =
            new OutputTag<>("contested-addresses", TypeInformation.of(CallQuestion.class));

    private final Ceiling ceiling;

    private transient long most;
    private transient PackedState<AddressState> addresses;
    private transient Counter notFollowed;

    AddressTracker(Ceiling ceiling) {
        this.ceiling = ceiling;
    }

    @Override
    public void open(OpenContext context) {
        addresses = new PackedState<>(getRuntimeContext(), state(), new AddressStateCodec());
        notFollowed = getRuntimeContext().getMetricGroup().counter("notFollowed");
        most = ceiling.placesOf(getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks());
    }

    @Override
    protected ValueStateDescriptor<byte[]> state() {
        return PackedState.descriptor("packed");
    }

    @Override
    protected long nextTimer() throws Exception {
        AddressState state = addresses.value();
        return state == null ? NEVER : state.timer;
    }

    @Override
    protected void flush() throws Exception {
        addresses.close();
    }

    @Override
    protected long places() {
        return addresses.places();
    }

    @Override
    protected void recounted(long places) {
        addresses.recounted(places);
    }

    @Override
    protected long micros(AddressEvent event) {
        return event.timeMicros();
    }

    @Override
    protected Comparator<AddressEvent> ties() {
        return AddressEvent.ORDER;
    }

    @Override
    public void processElement(AddressEvent event, Context context, Collector<RtcpEvent> out)
            throws Exception {
        AddressState state = addresses.value();
        if (event.isQuestion()) {
            if (state != null) {
                answer(event, state, context, out);
            }
            return;
        }
        if (state == null && addresses.places() >= most) {
            notFollowed.inc();
            return;
        }
        state = state == null ? new AddressState() : state;
        state.announce(event.callId(), event.timeMicros());
        store(state);
    }

    private void answer(
            AddressEvent question, AddressState state, Context context, Collector<RtcpEvent> out)
            throws Exception {
        List<AddressState.Owner> owners = state.at(question.timeMicros());
        for (AddressState.Owner owner : owners) {
            owner.activeAt = Math.max(owner.activeAt, question.timeMicros());
            out.collect(
                    new SocketsOfCall(
                            AddressEvent.secondOf(question.timeMicros()),
                            question.sockets(),
                            owner.callId,
                            owner.since,
                            question.isOfSecond()));
            if (owners.size() > 1) {
                context.output(
                        CONTESTED,
                        new CallQuestion(owner.callId, question.timeMicros(), question.sockets()));
            }
        }
        store(state);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<RtcpEvent> out)
            throws Exception {
        AddressState state = addresses.value();
        state.timer = NEVER;
        state.forget(timestamp * 1000 - RETENTION);
        if (state.owners.isEmpty() || isOver()) {
            addresses.clear();
        } else {
            store(state);
        }
    }

    private void store(AddressState state) throws Exception {
        state.timer = wake(state.timer, state.oldest() + RETENTION);
        addresses.update(state);
    }
}
