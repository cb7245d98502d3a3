package io.siphon.udf.registration;

import io.siphon.schema.Registration;
import io.siphon.udf.call.SipFixture;
import io.siphon.udf.order.Ceiling;
import io.siphon.udf.order.InOrder;
import io.siphon.udf.order.StateLimit;
import io.siphon.udf.sip.Binding;
import io.siphon.udf.sip.SipMessage;

import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A {@link RegistrationTracker} that is fed by hand; times are seconds after {@link #BEGINNING}.
 * Every test ends with {@link #end()}.
 */
final class RegistrationHarness implements AutoCloseable {

    static final long BEGINNING = 1_700_000_000_250_000L;
    static final String ALICE = "sip:alice@example.org";
    static final String CONTACT = "sip:alice@192.0.2.1:5060;transport=udp";

    private static final double LONG_AFTER = 30 * 86_400;

    private final KeyedOneInputStreamOperatorTestHarness<String, RegistrationEvent, Registration>
            harness;
    private final List<SipMessage> told = new ArrayList<>();

    RegistrationHarness() throws Exception {
        this(Ceiling.NONE);
    }

    RegistrationHarness(Ceiling ceiling) throws Exception {
        harness =
                new KeyedOneInputStreamOperatorTestHarness<>(
                        new InOrder<>(
                                new RegistrationTracker(Duration.ofMinutes(15)),
                                TypeInformation.of(RegistrationEvent.class)
                                        .createSerializer(new SerializerConfigImpl()),
                                ceiling),
                        RegistrationEvent::aor,
                        Types.STRING);
        harness.open();
    }

    static long micros(double seconds) {
        return BEGINNING + Math.round(seconds * 1e6);
    }

    /** A REGISTER of Alice's, for {@code expires} s. */
    RegistrationHarness register(double at, long cseq, long expires) {
        return register(at, cseq, m -> m.bindings = bound(CONTACT, expires));
    }

    RegistrationHarness register(double at, long cseq, Consumer<SipFixture> touch) {
        return tell(at, cseq, 0, touch);
    }

    /** A response that names the contact, with what was granted to it. */
    RegistrationHarness granted(double at, long cseq, long expires) {
        return response(at, cseq, 200, m -> m.bindings = bound(CONTACT, expires));
    }

    RegistrationHarness response(double at, long cseq, int status) {
        return response(at, cseq, status, m -> {});
    }

    RegistrationHarness response(double at, long cseq, int status, Consumer<SipFixture> touch) {
        return tell(at, cseq, status, touch);
    }

    static Binding[] bound(String contact, long expires) {
        return new Binding[] {new Binding(contact, expires)};
    }

    private RegistrationHarness tell(double at, long cseq, int status, Consumer<SipFixture> touch) {
        SipFixture m = new SipFixture();
        m.timeMicros = micros(at);
        m.callId = "reg-1";
        m.method = "REGISTER";
        m.status = status;
        m.fromUri = ALICE;
        m.toUri = ALICE;
        m.cseq = cseq;
        m.userAgent = "Desk phone 1.0";
        m.vias("z9hG4bK-" + cseq);
        touch.accept(m);
        told.add(m.build());
        return this;
    }

    /** Hands in what was told, in order of time, the watermark 2 s behind. */
    RegistrationHarness live() throws Exception {
        told.sort(Comparator.comparingLong(SipMessage::timeMicros));
        for (SipMessage m : told) {
            push(m);
            harness.processWatermark(m.timeMicros() / 1000 - 2001);
        }
        told.clear();
        return this;
    }

    /** Hands in what was told, in this order of positions, before any watermark. */
    RegistrationHarness shuffled(int... order) throws Exception {
        for (int i : order) {
            push(told.get(i));
        }
        told.clear();
        return this;
    }

    RegistrationHarness push(SipMessage m) throws Exception {
        assertThat(RegistrationEvent.concerns(m)).isTrue();
        harness.processElement(RegistrationEvent.of(m), m.timeMicros() / 1000);
        return this;
    }

    RegistrationHarness at(double seconds) throws Exception {
        harness.processWatermark(micros(seconds) / 1000);
        return this;
    }

    RegistrationHarness endOfInput() throws Exception {
        harness.processWatermark(Long.MAX_VALUE);
        return this;
    }

    List<Registration> rows() {
        return new ArrayList<>(harness.extractOutputValues());
    }

    /** The last word on each registration, in the order in which they began. */
    List<Registration> last() {
        List<Registration> last = new ArrayList<>();
        for (Registration row : rows()) {
            last.removeIf(r -> r.startedAt() == row.startedAt() && r.cseq() == row.cseq());
            last.add(row);
        }
        last.sort(Comparator.comparingLong(Registration::startedAt));
        return last;
    }

    Registration row() {
        List<Registration> last = last();
        assertThat(last).hasSize(1);
        return last.get(0);
    }

    /** {@code +seconds status} of each. */
    List<String> refusedLogins() {
        Queue<StreamRecord<RefusedLogin>> refused =
                harness.getSideOutput(RegistrationTracker.REFUSED);
        return refused == null
                ? List.of()
                : refused.stream()
                        .map(StreamRecord::getValue)
                        .map(r -> "+" + (r.timeMicros() - BEGINNING) / 1_000_000 + " " + r.status())
                        .toList();
    }

    List<StateLimit> limits() {
        Queue<StreamRecord<StateLimit>> told = harness.getSideOutput(InOrder.LIMITS);
        return told == null ? List.of() : told.stream().map(StreamRecord::getValue).toList();
    }

    int entries() {
        return harness.numKeyedStateEntries();
    }

    int deadlines() {
        return ((InOrder<?, ?, ?>) harness.getOneInputOperator()).deadlines();
    }

    OperatorSubtaskState snapshot() throws Exception {
        return harness.snapshot(1, 1);
    }

    /** Lets a month pass: nothing may be left. */
    RegistrationHarness end() throws Exception {
        at(LONG_AFTER);
        assertNothingLeft();
        return this;
    }

    void assertNothingLeft() {
        assertThat(harness.numKeyedStateEntries()).as("state entries").isZero();
        assertThat(deadlines()).as("deadlines").isZero();
        assertThat(harness.numEventTimeTimers()).as("timers").isZero();
    }

    @Override
    public void close() throws Exception {
        harness.close();
    }
}
