package io.siphon.job.sink.jdbc;

import io.siphon.job.config.Retention;
import io.siphon.job.sink.DirectWrites;
import io.siphon.schema.CallChange;
import io.siphon.schema.Tables;
import io.siphon.schema.Trace;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import static io.siphon.job.sink.Samples.call;
import static io.siphon.job.sink.Samples.micros;
import static io.siphon.job.sink.Samples.sip;
import static io.siphon.job.sink.Samples.trace;
import static org.assertj.core.api.Assertions.assertThat;

/** What goes of a database that is too large. Today is 2026-03-05. */
interface SizeGuardContract {

    Instant NOW = Instant.parse("2026-03-05T13:00:00Z");

    TestDatabase database();

    @Test
    default void deletesTheOldestMessagesAndNothingElse() throws Exception {
        write("2026-03-01T12:00:00", 30);
        write("2026-03-02T12:00:00", 20);
        database().write(Tables.HEP_TRACE, trace(5, "a", micros("2026-03-01T12:00:00"), octet()));
        database().write(Tables.CALLS, call("a1", CallChange.ENDED));

        SizeGuard.Excess excess = free(1);

        assertThat(excess.rows()).isEqualTo(30);
        assertThat(excess.first()).isEqualTo(LocalDate.of(2026, 3, 1));
        assertThat(excess.last()).isEqualTo(excess.first());
        assertThat(excess.remaining()).isNotPositive();
        assertThat(database().count("sip_trace")).isEqualTo(20);
        assertThat(database().count("hep_trace")).isEqualTo(1);
        assertThat(database().count("calls")).isEqualTo(1);
    }

    /** A day that is not over goes row by row, from its beginning. */
    @Test
    default void deletesOfTodayOnlyWhatIsTooMuch() throws Exception {
        write("2026-03-05T01:00:00", 10);
        write("2026-03-05T02:00:00", 10);

        SizeGuard.Excess excess = free(1);

        assertThat(excess.rows()).isEqualTo(10);
        assertThat(database().row("SELECT count(*), min(callid) FROM sip_trace"))
                .containsExactly("10", "call 2026-03-05T02:00:00");
    }

    @Test
    default void saysThatEvenAllMessagesWereNotEnough() throws Exception {
        write("2026-03-01T12:00:00", 3);
        write("2026-03-05T12:00:00", 3);

        SizeGuard.Excess excess = free(1L << 40);

        assertThat(excess.rows()).isEqualTo(6);
        assertThat(excess.remaining()).isPositive();
        assertThat(database().count("sip_trace")).isZero();
        assertThat(free(1).first()).isNull();
    }

    @Test
    default void deletesNothingOfWhatFits() throws Exception {
        write("2026-03-01T12:00:00", 3);

        assertThat(free(0).rows()).isZero();

        assertThat(database().count("sip_trace")).isEqualTo(3);
    }

    @Test
    default void saysByHandWhatWouldGo() throws Exception {
        write("2026-03-01T12:00:00", 3);
        try (Connection connection = database().connect()) {
            SizeGuard.Excess excess = guard(connection, 1).look(1L << 20);
            assertThat(excess.rows()).isEqualTo(3);
        }
        assertThat(database().count("sip_trace")).isEqualTo(3);

        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new PruneByHand(database().database(), new Retention(Map.of(), 1L << 40, true))
                .run(
                        true,
                        false,
                        Clock.fixed(NOW, ZoneOffset.UTC),
                        new PrintStream(out, true, StandardCharsets.UTF_8));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .containsPattern("\nstore.max-size   [0-9]+ MB of 1,048,576\n$");
    }

    private SizeGuard.Excess free(long tooMuch) throws Exception {
        try (Connection connection = database().connect()) {
            return guard(connection, 1000).free(1000 + tooMuch, rows -> {});
        }
    }

    private SizeGuard guard(Connection connection, long maxBytes) throws Exception {
        return new SizeGuard(
                connection, database().database().dialect(), maxBytes, NOW, new CountDownLatch(1));
    }

    private void write(String time, int messages) throws Exception {
        List<Trace> traces = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            traces.add(sip("call " + time, micros(time) + i, octet()));
        }
        try (DirectWrites<Trace> target = database().target(Tables.SIP_TRACE)) {
            target.write(traces);
        }
    }

    private static byte[] octet() {
        return new byte[] {'x'};
    }
}
