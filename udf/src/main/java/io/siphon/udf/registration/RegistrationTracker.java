package io.siphon.udf.registration;

import io.siphon.schema.Registration;
import io.siphon.schema.RegistrationChange;
import io.siphon.udf.order.InOrderFunction;
import io.siphon.udf.order.Standing;
import io.siphon.udf.order.StateMigration;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

import java.time.Duration;
import java.util.Comparator;

/**
 * Follows registrations, keyed by address of record, and emits a {@link Registration} at each
 * {@link RegistrationChange}. Give it the messages that {@link RegistrationEvent#concerns} names.
 *
 * <p>{@link io.siphon.udf.order.InOrder} runs it. At the end of input, registrations that are under
 * way or in force stay as they were last written: nothing is made up.
 *
 * <p>Metrics: {@code displaced}, registrations that gave way to a later one of the same address, of
 * which there were over {@value AttemptsState#LIMIT} at a time; {@code droppedEvents}, REGISTERs
 * that found all of these in force; {@code unknownResponses}, whose request was not seen; {@code
 * messagesAfterEnd}, REGISTERs of what has ended and is forgotten, by Call-ID and time: their agent
 * has sent them late.
 */
public final class RegistrationTracker
        extends InOrderFunction<String, RegistrationEvent, Registration> {

    private static final long serialVersionUID = 1L;

    public static final OutputTag<RefusedLogin> REFUSED =
            new OutputTag<>("refused-logins", TypeInformation.of(RefusedLogin.class));

    private final long endedReach;

    private transient ValueState<AttemptsState> addresses;
    private transient long places;

    /** Of the current key, as it is in state. */
    private transient int taken;

    private transient Counter droppedEvents;
    private transient Counter displaced;
    private transient Counter unknownResponses;
    private transient Counter messagesAfterEnd;

    /**
     * @param endedReach how late a REGISTER of a registration that has ended may come without
     *     beginning another
     */
    public RegistrationTracker(Duration endedReach) {
        this.endedReach = endedReach.toNanos() / 1000;
    }

    @Override
    protected long endedReach() {
        return endedReach;
    }

    @Override
    public void open(OpenContext context) {
        addresses = getRuntimeContext().getState(state());
        MetricGroup metrics = getRuntimeContext().getMetricGroup();
        droppedEvents = metrics.counter("droppedEvents");
        displaced = metrics.counter("displaced");
        unknownResponses = metrics.counter("unknownResponses");
        messagesAfterEnd = metrics.counter("messagesAfterEnd");
    }

    @Override
    protected void migrate(StateMigration<RegistrationEvent> state) throws Exception {
        state.events("events", TypeInformation.of(RegistrationEvent.class));
    }

    @Override
    protected ValueStateDescriptor<AttemptsState> state() {
        return new ValueStateDescriptor<>("address", AttemptsState.class);
    }

    @Override
    protected long nextTimer() throws Exception {
        return known().timer;
    }

    /** Each registration takes one. */
    @Override
    protected long places() {
        return places;
    }

    @Override
    protected void recounted(long all) {
        places = all;
    }

    /**
     * Of those in force that which would be for longest goes first: phones come again within the
     * hour.
     */
    @Override
    protected Standing standing() throws Exception {
        int rank = Standing.OVER;
        long since = Long.MAX_VALUE;
        String source = "";
        AttemptsState address = known();
        for (AttemptState attempt : address.attempts) {
            int worth = attempt.worth();
            if (worth > rank) {
                rank = worth;
                since = Long.MAX_VALUE;
            }
            if (worth == rank) {
                since = Math.min(since, attempt.standsSince());
                source = attempt.node;
            }
        }
        return new Standing(rank, since, source, address.attempts.size());
    }

    @Override
    protected long micros(RegistrationEvent event) {
        return event.timeMicros();
    }

    @Override
    protected Comparator<RegistrationEvent> ties() {
        return RegistrationEvent.ORDER;
    }

    @Override
    public void processElement(
            RegistrationEvent event, Context context, Collector<Registration> out)
            throws Exception {
        AttemptsState address = known();
        apply(event, rules(address, context, out));
        store(address);
    }

    @Override
    public void onTimer(long timestamp, OnTimerContext context, Collector<Registration> out)
            throws Exception {
        AttemptsState address = known();
        address.timer = NEVER;
        RegistrationRules rules = rules(address, context, out);
        if (isEvicted()) {
            rules.evict(timestamp * 1000);
        } else if (isOver()) {
            rules.endOfInput();
        } else {
            rules.expire(timestamp * 1000);
        }
        store(address);
    }

    private RegistrationRules rules(
            AttemptsState address, Context context, Collector<Registration> out) {
        return new RegistrationRules(
                address,
                out::collect,
                refused -> context.output(REFUSED, refused),
                attempt -> ended(attempt.callId.hashCode(), attempt.startedAt, attempt.closedAt),
                e -> isOfEnded(e.callId().hashCode(), e.timeMicros(), AttemptState.LINGER, 0));
    }

    private void apply(RegistrationEvent event, RegistrationRules rules) {
        switch (rules.apply(event)) {
            case TAKEN -> {}
            case UNKNOWN -> unknownResponses.inc();
            case DISPLACING -> displaced.inc();
            case FULL -> droppedEvents.inc();
            case AFTER_END -> messagesAfterEnd.inc();
        }
    }

    private AttemptsState known() throws Exception {
        AttemptsState address = addresses.value();
        taken = address == null ? 0 : address.attempts.size();
        return address == null ? new AttemptsState() : address;
    }

    private void store(AttemptsState address) throws Exception {
        places += address.attempts.size() - taken;
        taken = address.attempts.size();
        if (address.attempts.isEmpty()) {
            addresses.clear();
            return;
        }
        address.timer = wake(address.timer, address.deadline());
        addresses.update(address);
    }
}
