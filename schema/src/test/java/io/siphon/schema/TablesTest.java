package io.siphon.schema;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

class TablesTest {

    /** A record and its table, with something else in each component. */
    private record Sample<T>(Table<T> table, T record) {
        @Override
        public String toString() {
            return table.name();
        }

        T again() {
            return table.record().apply(new ValuesRow(table.with(UIDS), record));
        }
    }

    private static final Uids UIDS = Uids.of("a secret");
    private static final byte[] TEXT = "INVITE sip:b SIP/2.0 ü".getBytes(StandardCharsets.UTF_8);
    private static final byte[] NO_TEXT = {'I', (byte) 0xFF, 0};

    static final List<Sample<?>> SAMPLES =
            List.of(
                    new Sample<>(Tables.SIP_TRACE, trace(Trace.SIP, TEXT)),
                    new Sample<>(Tables.SIP_TRACE, trace(Trace.SIP, NO_TEXT)),
                    new Sample<>(Tables.HEP_TRACE, trace(5, NO_TEXT)),
                    new Sample<>(
                            Tables.CALLS,
                            new Call(
                                    "id",
                                    CallChange.ENDED,
                                    44,
                                    "a",
                                    "b",
                                    "ft",
                                    "tt",
                                    "s",
                                    "d",
                                    "n",
                                    "t",
                                    "in",
                                    11,
                                    22,
                                    33,
                                    44,
                                    1,
                                    2,
                                    3,
                                    CallOutcome.NO_ANSWER,
                                    480,
                                    19,
                                    "callee",
                                    "ua",
                                    "PCMA",
                                    "x-cid",
                                    "Busy Here",
                                    2,
                                    0,
                                    new CallLeg("first", 3),
                                    new CallMedia(
                                            "ok",
                                            new MediaFigures("rtp", 1, 2, 3, 4, 5, 6),
                                            new MediaFigures("vq", 6, 5, 4, 3, 2, Double.NaN)),
                                    new CallVerdict(CallCause.NO_ANSWER, "It rang."),
                                    new CallSignalling(3, "B"))),
                    new Sample<>(
                            Tables.CALL_LINKS,
                            new CallLink(
                                    "a",
                                    "a",
                                    1,
                                    "b",
                                    2,
                                    LinkReason.HEADER,
                                    "x-cid",
                                    0.5,
                                    LinkState.CONFIRMED,
                                    3)),
                    new Sample<>(
                            Tables.REGISTRATIONS,
                            new Registration(
                                    "sip:a@b",
                                    "id",
                                    7,
                                    RegistrationChange.LAPSED,
                                    44,
                                    RegistrationKind.REFRESH,
                                    "c",
                                    "ua",
                                    "s",
                                    "d",
                                    "n",
                                    "t",
                                    "out",
                                    11,
                                    22,
                                    33,
                                    44,
                                    1,
                                    2,
                                    3,
                                    RegistrationOutcome.ACCEPTED,
                                    200,
                                    0)),
                    new Sample<>(
                            Tables.STREAMS,
                            new RtpStream(
                                    "id",
                                    true,
                                    false,
                                    22,
                                    "n",
                                    "t",
                                    "s",
                                    "d",
                                    9,
                                    8,
                                    "PCMA",
                                    8000,
                                    true,
                                    "from_caller",
                                    11,
                                    22,
                                    1,
                                    2,
                                    -3,
                                    4,
                                    5,
                                    0.5,
                                    1.5,
                                    2.5,
                                    3.5,
                                    4.5,
                                    5.5,
                                    6.5,
                                    7.5,
                                    7_000)),
                    new Sample<>(
                            Tables.STREAMS,
                            new RtpStream(
                                    "",
                                    false,
                                    false,
                                    22,
                                    "n",
                                    "",
                                    "s",
                                    "d",
                                    9,
                                    8,
                                    "",
                                    0,
                                    false,
                                    "",
                                    11,
                                    22,
                                    1,
                                    2,
                                    3,
                                    4,
                                    5,
                                    0,
                                    Double.NaN,
                                    Double.NaN,
                                    1,
                                    1,
                                    Double.NaN,
                                    Double.NaN,
                                    Double.NaN,
                                    0)),
                    new Sample<>(
                            Tables.REPORTED_STREAMS,
                            new RtcpStreamSummary(
                                    "id",
                                    "r",
                                    "s",
                                    "n",
                                    "t",
                                    9,
                                    "PCMA",
                                    11,
                                    22,
                                    1,
                                    -2,
                                    0.5,
                                    1.5,
                                    2.5,
                                    3.5,
                                    4.5,
                                    5.5,
                                    3.1,
                                    3.0,
                                    6,
                                    7,
                                    "vq",
                                    "from_caller",
                                    3_000)),
                    new Sample<>(
                            Tables.MEASUREMENTS,
                            new Measurement(
                                    "rtcp_jitter_ms",
                                    11,
                                    22,
                                    Map.of("node", "a,b=c\\", "trunk", "t"),
                                    Map.of(
                                            "count",
                                            3.0,
                                            "p95",
                                            1.5,
                                            "odd \"name\"",
                                            2.5,
                                            "b",
                                            1e-9),
                                    new byte[] {1, 2})),
                    new Sample<>(
                            Tables.MEASUREMENTS,
                            new Measurement("calls", 11, 22, Map.of(), Map.of("last", 3.0), null)),
                    new Sample<>(
                            Tables.ALERTS,
                            new Alert(
                                    "d",
                                    Severity.CRITICAL,
                                    "n",
                                    "s",
                                    AlertState.CLOSED,
                                    11,
                                    22,
                                    33,
                                    44,
                                    1.5,
                                    2.5,
                                    2,
                                    1,
                                    3,
                                    "maintenance",
                                    "m",
                                    false)),
                    new Sample<>(
                            Tables.UNDECODABLE,
                            new Undecodable(11, 22, "a", "n", 1, "r", "d", NO_TEXT)),
                    new Sample<>(Tables.QUARANTINE, new QuarantinedRow(11, "calls", "e", "a=1")));

    private static Trace trace(int protocol, byte[] payload) {
        boolean sip = protocol == Trace.SIP;
        return new Trace(
                1_700_000_000_123_456L,
                1_700_000_000_123_457L,
                protocol,
                "n",
                "id",
                payload,
                "udp:192.0.2.1:5060",
                "udp:[2001:db8::1]:5062",
                "id",
                sip ? "INVITE" : "",
                sip ? "200" : "",
                sip ? "ft" : "",
                sip ? "tt" : "",
                sip ? "in" : "",
                0);
    }

    @ParameterizedTest
    @FieldSource("SAMPLES")
    <T> void aStoredRowIsTheSameRecordAgain(Sample<T> sample) {
        assertThat(sample.again())
                .usingRecursiveComparison()
                .withComparatorForType(Double::compare, Double.class)
                .isEqualTo(sample.record());
    }

    @Test
    void everyTableHasASample() {
        Set<Table<?>> sampled = new HashSet<>();
        SAMPLES.forEach(sample -> sampled.add(sample.table()));
        assertThat(sampled).isEqualTo(Set.copyOf(Tables.ALL));
    }

    @Test
    void everyTableSaysWhatItsRowsAreFoundBy() {
        for (Table<?> table : Tables.ALL) {
            assertThat(table.key()).as(table.name()).isNotEmpty();
            assertThat(table.column(table.time()).type().isTime()).as(table.name()).isTrue();
            assertThat(table.columns()).extracting(Column::name).doesNotHaveDuplicates();
            assertThat(table.columns())
                    .allSatisfy(column -> assertThat(column.meaning()).isNotBlank());
            if (!table.pointTime().isEmpty()) {
                assertThat(table.column(table.pointTime()).type()).isEqualTo(ColumnType.TIME);
            }
        }
    }

    @Test
    void aTableGoesToAnotherProcessByItsName() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(Tables.CALLS);
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isSameAs(Tables.CALLS);
        }
    }

    @Test
    void keepsTheLastRowOfEachKey() {
        Alert first = alert("s", 1, "first");
        Alert other = alert("other", 1, "other");
        Alert last = alert("s", 1, "last");

        assertThat(Tables.ALERTS.with(UIDS).lastOfEach(List.of(first, other, last)))
                .containsExactly(other, last);
    }

    @Test
    void theValuesOfARowAreARow() {
        Alert alert = alert("s", Double.NaN, "first");
        Table<Alert> alerts = Tables.ALERTS.with(UIDS);
        List<Object> values = alerts.values(alert);

        assertThat(alerts.ofValues().values(values)).isEqualTo(values).containsNull();
        assertThat(alerts.describe(alert)).startsWith("detector=d, severity=warning, ");
    }

    private static Alert alert(String subject, double peak, String text) {
        return new Alert(
                "d",
                Severity.WARNING,
                "n",
                subject,
                AlertState.OPEN,
                1,
                2,
                1,
                0,
                peak,
                1,
                1,
                0,
                1,
                "",
                text,
                true);
    }

    /** As a store that has every column would give it back. */
    private static final class ValuesRow implements Row {

        private final Map<String, Object> values = new HashMap<>();

        <T> ValuesRow(Table<T> table, T record) {
            List<Object> all = table.values(record);
            for (int i = 0; i < all.size(); i++) {
                Object value = all.get(i);
                Column<T> column = table.columns().get(i);
                if (value instanceof byte[] bytes) {
                    boolean text = Text.holds(bytes, true);
                    value =
                            switch (column.type()) {
                                case BYTES_AS_TEXT -> Text.decode(bytes);
                                case BYTES_IF_TEXT -> text ? Text.decode(bytes) : null;
                                case BYTES_UNLESS_TEXT -> text ? null : bytes;
                                default -> bytes;
                            };
                }
                values.put(column.name(), value);
            }
        }

        @Override
        public String text(String column) {
            return (String) values.get(column);
        }

        @Override
        public long number(String column, long none) {
            Object value = values.get(column);
            if (value instanceof Boolean flag) {
                return flag ? 1 : 0;
            }
            return value == null ? none : ((Number) value).longValue();
        }

        @Override
        public double real(String column) {
            Object value = values.get(column);
            return value == null ? Double.NaN : (Double) value;
        }

        @Override
        public long time(String column) {
            return number(column, 0);
        }

        @Override
        public byte[] bytes(String column) {
            return (byte[]) values.get(column);
        }

        @Override
        public UUID uid(String column) {
            return (UUID) values.get(column);
        }
    }
}
