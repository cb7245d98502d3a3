package io.siphon.job.sink.jdbc;

import io.siphon.job.sink.Samples;
import io.siphon.schema.Call;
import io.siphon.schema.CallChange;
import io.siphon.schema.Table;
import io.siphon.schema.Tables;
import io.siphon.schema.Trace;
import io.siphon.schema.Uids;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

class CopyRowsTest {

    private static final Table<Trace> SIP_TRACE = Tables.SIP_TRACE.with(Uids.of("a secret"));

    private final CopyRows<Trace> traces = new CopyRows<>(SIP_TRACE);
    private final CopyRows<Call> calls = new CopyRows<>(Tables.CALLS);

    @Test
    void readsBackWhatItWrote() {
        traces.add(Samples.invite("a1", 0));
        Trace trace =
                Samples.sip("Grüße 🚀", Samples.NOON, "INVITE ü".getBytes(StandardCharsets.UTF_8));
        traces.add(trace);
        Call call = Samples.call("c1", CallChange.ENDED);
        calls.add(call);

        assertThat(traces.values(1))
                .usingRecursiveComparison()
                .isEqualTo(valuesBut(SIP_TRACE, trace, Set.of("msg_raw")));
        assertThat(calls.values(0)).isEqualTo(valuesBut(Tables.CALLS, call, Set.of()));
        assertThat(calls.micros(0)).isEqualTo(Samples.NOON);
        assertThat(traces.describe(1)).contains("callid=Grüße 🚀, ", "msg=0x494e5649544520c3bc, ");
        assertThat(calls.describe(0)).isEqualTo(Tables.CALLS.describe(call));
    }

    @Test
    void keepsTheBytesThatAreNoTextApart() {
        byte[] payload = {'I', 'N', 'V', (byte) 0xFF, 0};
        traces.add(Samples.sip("a1", Samples.NOON, payload));

        assertThat(traces.describe(0))
                .contains("msg=0x494e56efbfbdefbfbd, ", "msg_raw=0x494e56ff00, ");
    }

    @Test
    void givesEachRowOfAPartOnceInItsOrder() throws IOException {
        for (int i = 0; i < 200; i++) {
            traces.add(Samples.invite("call-" + i, i));
        }

        CopyData data = traces.data(3, 200);

        assertThat(data.rows()).isEqualTo(197);
        assertThat(callIds(data)).hasSize(197).startsWith("call-3").endsWith("call-199");
        assertThat(traces.bytes(199)).isBetween(100, 1000);
    }

    @Test
    void givesTheLastRowOfEachKey() throws IOException {
        for (String id : List.of("call-1", "call-2", "call-1", "call-3", "call-3", "call-2")) {
            calls.add(Samples.call(id, CallChange.STARTED));
        }

        assertThat(callIds(calls.data(0, 6))).containsExactly("call-1", "call-3", "call-2");
        assertThat(callIds(calls.data(0, 4))).containsExactly("call-2", "call-1", "call-3");
        assertThat(callIds(calls.data(0, 1))).containsExactly("call-1");
        assertThat(calls.data(0, 4).rows()).isEqualTo(3);
    }

    @Test
    void isFilledAgainWhenCleared() throws IOException {
        traces.add(Samples.invite("call-1", 0));
        traces.add(Samples.invite("call-2", 1));
        traces.clear();
        assertThat(traces.size()).isZero();

        traces.add(Samples.invite("call-3", 2));

        assertThat(traces.size()).isEqualTo(1);
        assertThat(callIds(traces.data(0, 1))).containsExactly("call-3");
    }

    private static <T> List<Object> valuesBut(Table<T> table, T row, Set<String> without) {
        List<Object> values = table.values(row);
        for (int i = 0; i < values.size(); i++) {
            if (without.contains(table.columns().get(i).name())) {
                values.set(i, null);
            }
        }
        return values;
    }

    /** A trace has its own in two columns. */
    private static List<String> callIds(CopyData data) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        data.writeTo(() -> out);
        assertThat(data.getLength()).isEqualTo(out.size());
        return Pattern.compile("call-[0-9]+")
                .matcher(out.toString(StandardCharsets.ISO_8859_1))
                .results()
                .map(MatchResult::group)
                .distinct()
                .toList();
    }
}
