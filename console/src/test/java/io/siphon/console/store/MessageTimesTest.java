package io.siphon.console.store;

import io.siphon.console.ConsoleStore;
import io.siphon.console.flow.FlowReader;
import io.siphon.console.search.QueryParser;
import io.siphon.console.search.Search;
import io.siphon.console.search.Subject;
import io.siphon.console.search.TimeRange;
import io.siphon.schema.Call;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** In which days the messages of a call are looked for. */
class MessageTimesTest {

    private static final String ID = "a@x";
    private static final String START = "2026-03-10T10:00:00";

    private ConsoleStore store;
    private StorePool pool;

    @BeforeEach
    void open() throws Exception {
        store = new ConsoleStore();
        pool = new StorePool(store.address(), 2, Duration.ofSeconds(30));
    }

    @AfterEach
    void close() throws Exception {
        pool.close();
        store.close();
    }

    @Test
    void clockThatIsADayBehindLosesNoMessage() throws Exception {
        store.call(ID, START);
        message("2026-03-09T09:59:00", "INVITE sip:bob@x SIP/2.0");
        message("2026-03-10T10:01:02", "BYE sip:bob@x SIP/2.0");

        assertThat(found("header:X-Seen")).containsExactly(ID);
        assertThat(messages()).isEqualTo(2);
    }

    @Test
    void sameCallIdMonthsAgoIsAnotherDialog() throws Exception {
        store.call(ID, START);
        message("2026-01-05T10:00:00", "OPTIONS sip:bob@x SIP/2.0");

        assertThat(found("header:X-Seen")).isEmpty();
        assertThat(found("text:options")).isEmpty();
        assertThat(found("!header:X-Seen")).containsExactly(ID);
        assertThat(messages()).isZero();
    }

    @Test
    void callsOfOneCallIdAreTheirOwn() throws Exception {
        store.call(ID, START);
        store.call(ID, "2026-02-01T10:00:00");
        message("2026-02-01T10:00:00", "INVITE sip:bob@x SIP/2.0");
        message(START, "INVITE sip:bob@x SIP/2.0");

        assertThat(found("header:X-Seen")).containsExactly(ID, ID);
        assertThat(messages()).isEqualTo(2);
    }

    @Test
    void callWithoutAnEndThatWasSeenMayGoOn() throws Exception {
        store.call(ID, START, "outcome = 'timed_out'");
        message(START, "INVITE sip:bob@x SIP/2.0");
        message("2026-03-20T10:00:00", "BYE sip:bob@x SIP/2.0");

        assertThat(messages()).isEqualTo(2);
        store.execute("UPDATE calls SET outcome = 'in_progress', ended_at = NULL");
        assertThat(messages()).isEqualTo(2);
        store.execute("UPDATE calls SET outcome = 'answered', ended_at = '2026-03-10 10:01:02'");
        assertThat(messages()).isEqualTo(1);
    }

    @Test
    void messagesWithoutACallAreOfAnyTime() throws Exception {
        message("2026-01-05T10:00:00", "OPTIONS sip:bob@x SIP/2.0");
        message(START, "OPTIONS sip:bob@x SIP/2.0");

        assertThat(messages()).isEqualTo(2);
    }

    private void message(String time, String line) throws Exception {
        String cseq = "1 " + line.split(" ")[0];
        store.message(
                ID,
                time,
                "udp:192.0.2.1:5060",
                "udp:192.0.2.2:5060",
                "proxy-1",
                ConsoleStore.sip(line, ID, cseq, "X-Seen: yes"));
    }

    private List<String> found(String query) {
        return new Search(
                        Subject.CALLS,
                        QueryParser.parse(Subject.CALLS, query),
                        TimeRange.ALWAYS,
                        10,
                        null,
                        false)
                .run(pool, Call.class, Duration.ofSeconds(30)).rows().stream()
                        .map(Call::callId)
                        .toList();
    }

    private long messages() {
        try (Store opened = pool.open()) {
            long count = FlowReader.count(opened, ID);
            assertThat(FlowReader.read(opened, ID, false).arrows()).hasSize((int) count);
            return count;
        }
    }
}
