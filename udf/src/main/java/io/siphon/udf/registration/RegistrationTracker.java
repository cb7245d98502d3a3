package io.siphon.udf.registration;

import io.siphon.udf.order.DeadlineTimer;
import io.siphon.udf.order.EventBuffer;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Follows registrations, keyed by address of record, and emits a {@link Registration} at each
 * {@link RegistrationChange}. Give it the messages that {@link RegistrationEvent#concerns} names.
 *
 * <p>Messages are applied in order of their time once the watermark has passed their second, as
 * {@link io.siphon.udf.call.CallTracker} does it. At the end of input, registrations that are under
 * way or in force stay as they were last written: nothing is made up.
 *
 * <p>Metrics: {@code lateMessages}; {@code droppedEvents}, over {@value #HELD_LIMIT} of an address
 * within the out-of-orderness, or over {@value AttemptsState#LIMIT} registrations of it at a time;
 * {@code unknownResponses}, whose request was not seen.
 */
public final class RegistrationTracker
        extends KeyedProcessFunction<String, RegistrationEvent, Registration> {

    private static final long serialVersionUID = 1L;

    /** Most messages of an address that are held for ordering. */
    static final int HELD_LIMIT = 256;

    private transient EventBuffer<RegistrationEvent> buffer;
    private transient ValueState<AttemptsState> addresses;
    private transient Counter lateMessages;
    private transient Counter droppedEvents;
    private transient Counter unknownResponses;

    @Override
    public void open(OpenContext context) {
        buffer =
                new EventBuffer<>(
                        getRuntimeContext()
                                .getListState(
                                        new ListStateDescriptor<>(
                                                "events", RegistrationEvent.class)),
                        RegistrationEvent::timeMicros,
                        RegistrationEvent.ORDER,
                        HELD_LIMIT);
        addresses =
                getRuntimeContext()
                        .getState(new ValueStateDescriptor<>("address", AttemptsState.class));
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        lateMessages = metrics.counter("lateMessages");
        droppedEvents = metrics.counter("droppedEvents");
        unknownResponses = metrics.counter("unknownResponses");
    }

    @Override
    public void processElement(
            RegistrationEvent event, Context context, Collector<Registration> out)
            throws Exception {
        switch (buffer.offer(event, context.timerService())) {
            case HELD -> {}
            case FULL -> droppedEvents.inc();
            case LATE -> {
                lateMessages.inc();
                AttemptsState address = known();
                apply(event, address, out);
                store(address, context.timerService());
            }
        }
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Registration> out)
            throws Exception {
        TimerService timers = context.timerService();
        AttemptsState address = known();
        for (RegistrationEvent event : buffer.release(timestamp)) {
            apply(event, address, out);
        }
        if (address.timer == timestamp) {
            address.timer = DeadlineTimer.NONE;
            RegistrationRules rules = new RegistrationRules(address, out::collect);
            if (timers.currentWatermark() == Long.MAX_VALUE && buffer.isEmpty()) {
                rules.endOfInput();
            } else {
                rules.expire(timestamp * 1000);
            }
        }
        store(address, timers);
    }

    private void apply(
            RegistrationEvent event, AttemptsState address, Collector<Registration> out) {
        switch (new RegistrationRules(address, out::collect).apply(event)) {
            case TAKEN -> {}
            case UNKNOWN -> unknownResponses.inc();
            case FULL -> droppedEvents.inc();
        }
    }

    private AttemptsState known() throws Exception {
        AttemptsState address = addresses.value();
        return address == null ? new AttemptsState() : address;
    }

    private void store(AttemptsState address, TimerService timers) throws Exception {
        if (address.attempts.isEmpty()) {
            addresses.clear();
            return;
        }
        address.timer = DeadlineTimer.move(timers, address.timer, address.deadline());
        addresses.update(address);
    }
}
