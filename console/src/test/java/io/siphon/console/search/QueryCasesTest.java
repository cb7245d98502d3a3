package io.siphon.console.search;

import io.siphon.console.ConsoleStore;
import io.siphon.console.store.StorePool;
import io.siphon.schema.Call;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import static org.assertj.core.api.Assertions.assertThat;

/** What a query finds, and what it is in words. */
class QueryCasesTest {

    private static final Duration BUDGET = Duration.ofSeconds(30);

    private static ConsoleStore store;
    private static StorePool pool;

    @BeforeAll
    static void fill() throws Exception {
        store = new ConsoleStore();
        store.call("a@x", "2026-03-01T10:00:00");
        store.call(
                "b@x",
                "2026-03-01T10:10:00",
                "caller = '+4420999'",
                "callee = 'bob'",
                "outcome = 'failed'",
                "final_status = 503",
                "reason = 'Service Unavailable'",
                "released_by = 'network'",
                "cause = 'trunk_down'",
                "answered_at = NULL",
                "setup_ms = NULL",
                "duration_ms = NULL",
                "trunk = 'carrier-b'");
        store.call(
                "c@x",
                "2026-03-01T10:20:00",
                "outcome = 'busy'",
                "final_status = 486",
                "reason = 'Busy Here'",
                "answered_at = NULL",
                "setup_ms = NULL",
                "duration_ms = NULL",
                "source = 'tcp:[2001:db8::1]:5061'",
                "node = 'proxy_2'");
        store.call(
                "d@x",
                "2026-03-01T10:30:00",
                "duration_ms = 4000",
                "pdd_ms = 7000",
                "media_verdict = 'false_answer'");
        store.call(
                "e@x",
                "2026-03-01T10:40:00",
                "ended_at = NULL",
                "duration_ms = NULL",
                "user_agent = '50%_off'",
                "retries = 2",
                "correlation_id = 'cdr-17'");
        store.stream("a@x", "2026-03-01T10:00:02", "from_caller", 4.2);
        store.stream("a@x", "2026-03-01T10:00:02", "from_callee", 4.1);
        store.stream("d@x", "2026-03-01T10:30:02", "from_caller", 2.5);
        store.message(
                "b@x",
                "2026-03-01T10:10:00.000100",
                "udp:192.0.2.1:5060",
                "udp:192.0.2.2:5060",
                "proxy-1",
                ConsoleStore.sip(
                        "INVITE sip:bob@example.com SIP/2.0", "b@x", "1 INVITE", "X-Route: Gold"));
        alert("call_failures", "carrier-b", "10:10");
        alert("poor_rtp", "2001:db8::1", "10:20");
        alert("poor_rtp", "192.0.2.9", "10:20");
        pool = new StorePool(store.address(), 2, Duration.ofSeconds(20));
    }

    /** Of a minute. */
    private static void alert(String detector, String subject, String minute) throws Exception {
        store.execute(
                "INSERT INTO alerts (state, windows, reopened, suppressed_by, changed_at, detector,"
                        + " severity, node, subject, opened_at, last_at, peak, threshold, count, message, uid) VALUES ('closed', 1, 0, '', '2026-03-01 11:00:00', ?, 'warning', '', ?,"
                        + " CAST(? AS TIMESTAMP), DATEADD(MINUTE, 1, CAST(? AS TIMESTAMP)), 1, 1, 1,"
                        + " 'm', RANDOM_UUID())",
                detector,
                subject,
                "2026-03-01 " + minute + ":00",
                "2026-03-01 " + minute + ":00");
    }

    @AfterAll
    static void close() throws Exception {
        pool.close();
        store.close();
    }

    private static String found(String query) {
        Search search =
                new Search(
                        Subject.CALLS,
                        QueryParser.parse(Subject.CALLS, query),
                        TimeRange.ALWAYS,
                        100,
                        null,
                        true);
        Page<Call> page = search.run(pool, Call.class, BUDGET);
        assertThat(page.complete()).isTrue();
        return String.join(
                "", page.rows().stream().map(call -> call.callId().substring(0, 1)).toList());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ''                           | abcde | all calls
                    from:+4420*                  | b     | calls from +4420*
                    from:+4420                   | ''    | calls from +4420
                    to:+4420*                    | acde  | calls to +4420*
                    user:+4420*                  | abcde | calls from or to +4420*
                    alice                        | acde  | calls with “alice” as caller, callee, Call-ID, X-CID, trunk or address
                    192.0.2.1                    | abde  | calls with “192.0.2.1” as caller, callee, Call-ID, X-CID, trunk or address
                    cdr-17                       | e     | calls with “cdr-17” as caller, callee, Call-ID, X-CID, trunk or address
                    callid:a@x                   | a     | calls Call-ID a@x
                    "b@x"                        | b     | calls with “b@x” as caller, callee, Call-ID, X-CID, trunk or address
                    outcome:failed               | b     | calls failed
                    !outcome:answered            | bc    | calls not answered
                    outcome:!answered            | bc    | calls not answered
                    outcome:failed OR outcome:busy | bc  | calls (failed or busy)
                    (status:5xx OR status:486) to:bob | b | calls (status 5xx or status 486), to bob
                    status:486                   | c     | calls status 486
                    status:>=500                 | b     | calls status at least 500
                    status:400..499              | c     | calls status 400 to 499
                    status>=500                  | b     | calls status at least 500
                    !status:200                  | bc    | calls not status 200
                    reason:"service un"          | b     | calls reason with “service un”
                    cause:trunk_down             | b     | calls cause trunk down
                    cause:busy OR cause:trunk_down | b   | calls (cause busy or cause trunk down)
                    !cause:trunk_down outcome:failed | '' | calls not cause trunk down, failed
                    reason:BUSY                  | c     | calls reason with “BUSY”
                    dur:<15                      | d     | calls lasting less than 15 s
                    dur:<15s up:no               | d     | calls lasting less than 15 s, not still up
                    dur:1m                       | a     | calls lasting 1 min
                    dur:500ms..10s               | d     | calls lasting 500 ms to 10 s
                    pdd:>5                       | d     | calls post-dial delay more than 5 s
                    ring:1500ms                  | ade   | calls ringing for 1.500 s
                    setup:none                   | bc    | calls answered after none
                    ip:192.0.2.1                 | abde  | calls through 192.0.2.1
                    ip:192.0.2.*                 | abcde | calls through 192.0.2.*
                    src:192.0.2.1:5060           | abde  | calls sent by 192.0.2.1:5060
                    src:2001:db8::1              | c     | calls sent by 2001:db8::1
                    src:[2001:db8::1]:5061       | c     | calls sent by [2001:db8::1]:5061
                    src:tcp:*                    | c     | calls sent by tcp:*
                    src:2001:DB8:0:0::1          | c     | calls sent by 2001:DB8:0:0::1
                    src:[2001:0db8::0001]:5061   | c     | calls sent by [2001:0db8::0001]:5061
                    src:[2001:0db8::0001]        | c     | calls sent by [2001:0db8::0001]
                    src:TCP:[2001:DB8::1]:5061   | c     | calls sent by TCP:[2001:DB8::1]:5061
                    src:udp:2001:db8::1          | ''    | calls sent by udp:2001:db8::1
                    src:2001:db8::*              | c     | calls sent by 2001:db8::*
                    src:udp:192.0.2.1            | abde  | calls sent by udp:192.0.2.1
                    ip:192.0.2.0/24              | abcde | calls through 192.0.2.0/24
                    src:192.0.2.0/24             | abde  | calls sent by 192.0.2.0/24
                    src:"192.0.2.0/24"           | abde  | calls sent by 192.0.2.0/24
                    src:192.0.0.0/8              | abde  | calls sent by 192.0.0.0/8
                    src:0.0.0.0/0                | abde  | calls sent by 0.0.0.0/0
                    src:128.0.0.0/1              | abde  | calls sent by 128.0.0.0/1
                    src:0.0.0.0/1                | ''    | calls sent by 0.0.0.0/1
                    src:192.0.2.0/31             | abde  | calls sent by 192.0.2.0/31
                    ip:192.0.2.3/31              | abcde | calls through 192.0.2.3/31
                    ip:192.0.2.4/30              | ''    | calls through 192.0.2.4/30
                    dst:192.0.0.0/22             | abcde | calls sent to 192.0.0.0/22
                    dst:192.0.2.2/32             | abcde | calls sent to 192.0.2.2/32
                    dst:92.0.2.0/24              | ''    | calls sent to 92.0.2.0/24
                    192.0.2.0/31                 | abde  | calls with “192.0.2.0/31” as caller, callee, Call-ID, X-CID, trunk or address
                    trunk:carrier-b              | b     | calls on trunk carrier-b
                    node:proxy_2                 | c     | calls captured by proxy_2
                    node:proxy*                  | abcde | calls captured by proxy*
                    ua:50%_off                   | e     | calls User-Agent with “50%_off”
                    ua:5*off                     | e     | calls User-Agent with “5*off”
                    codec:pcma                   | abcde | calls codec with “pcma”
                    released:network             | b     | calls released by network
                    retries:>1                   | e     | calls retries more than 1
                    mos:<3.5                     | d     | calls a stream with MOS less than 3.5
                    !mos:<3.5                    | abce  | calls not a stream with MOS less than 3.5
                    media:one-way                | d     | calls media captured: one-way
                    media:both                   | a     | calls media captured: both
                    media:none                   | bce   | calls media captured: none
                    media:false-answer           | d     | calls media captured: false-answer
                    media:false_answer           | d     | calls media captured: false-answer
                    media:no-audio               | ''    | calls media captured: no-audio
                    up:yes                       | e     | calls still up
                    alert:call_failures          | b     | calls alert call_failures
                    alert:poor*                  | c     | calls alert poor*
                    text:"x-route: gold"         | b     | calls text with “x-route: gold”
                    header:x-route               | b     | calls header x-route
                    header:X-Route:gold          | b     | calls header X-Route with “gold”
                    header:X-Route=g*d           | b     | calls header X-Route with “g*d”
                    header:"X-Route: Gold"       | b     | calls header X-Route with “Gold”
                    header:X-Route:bob           | ''    | calls header X-Route with “bob”
                    header:Route:gold            | ''    | calls header Route with “gold”
                    header:Call-ID:b@x           | b     | calls header Call-ID with “b@x”
                    is:short                     | d     | calls short
                    is:problems                  | bd    | calls with problems
                    is:problems !is:failed       | d     | calls with problems, not failed
                    is:still-up                  | e     | calls still up
                    correlation:cdr-*            | e     | calls correlation id cdr-*
                    NOT to:bob AND up:no         | acd   | calls not to bob, not still up
                    """)
    void findsAndSays(String query, String ids, String words) {
        String asked = query == null ? "" : query;

        assertThat(found(asked)).isEqualTo(ids);
        assertThat(Words.of(Subject.CALLS, QueryParser.parse(Subject.CALLS, asked), ""))
                .isEqualTo(words.replace("1.500", "1.5"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    fron:alice        | calls have no field fron; did you mean from?
                    outcme:failed     | calls have no field outcme; did you mean outcome?
                    method:INVITE     | method is a field of messages, not of calls
                    outcome:fialed    | outcome: got fialed, expected one of in_progress, answered, busy, no_answer, cancelled, rejected, failed, redirected, timed_out, evicted; did you mean failed?
                    dur:soon          | dur: got soon, expected a duration like 15s, <200ms or 1m..5m
                    status:           | status: got nothing, expected a status like 486, 4xx, >=500 or 400..499
                    from:<3           | from: got <3, expected a text, with * for any characters
                    (to:bob           | a ( is not closed
                    to:bob)           | a ) without its (
                    to:"bob           | a quote is not closed: "bob
                    OR                | got OR where a condition is expected
                    to:bob OR         | the query ends where a condition is expected
                    header:"a b: c"   | header: got a b: c, expected a header like X-Tenant:gold, or its name alone
                    ip:2001:db8::/32  | ip: got 2001:db8::/32, expected an address, with or without port, or an IPv4 subnet like 192.0.2.0/24
                    src:192.0.2.0/33  | src: got 192.0.2.0/33, expected an address, with or without port, or an IPv4 subnet like 192.0.2.0/24
                    dur:..            | dur: got .., expected a duration like 15s, <200ms or 1m..5m
                    """)
    void saysWhatIsWrong(String query, String sentence) {
        assertThat(refusal(query)).isEqualTo(sentence);
    }

    private static String refusal(String query) {
        try {
            QueryParser.parse(Subject.CALLS, query);
            return "none";
        } catch (QueryException e) {
            return e.getMessage();
        }
    }

    @Test
    void anUnknownFieldFarFromAllNamesThem() {
        assertThat(refusal("fe80::1"))
                .startsWith("calls have no field fe80, expected one of from, to, user,")
                .endsWith("quotes look for a text: \"fe80::1\"");
    }

    @Test
    void refusesDeepAndLongQueries() {
        assertThat(refusal("(".repeat(60) + "a" + ")".repeat(60)))
                .isEqualTo("more than 50 parentheses");
        assertThat(refusal("!".repeat(60) + "a")).isEqualTo("more than 50 parentheses");
        assertThat(refusal("a ".repeat(300))).isEqualTo("more than 200 conditions");
        assertThat(refusal("a".repeat(5000))).startsWith("the query has 5000 characters");
    }

    @Test
    void pagesByKeyInBothOrders() throws Exception {
        for (boolean oldest : new boolean[] {true, false}) {
            StringBuilder ids = new StringBuilder();
            String after = null;
            do {
                Page<Call> page =
                        new Search(
                                        Subject.CALLS,
                                        QueryParser.parse(Subject.CALLS, ""),
                                        TimeRange.ALWAYS,
                                        2,
                                        after,
                                        oldest)
                                .run(pool, Call.class, BUDGET);
                page.rows().forEach(call -> ids.append(call.callId().charAt(0)));
                after = page.next();
            } while (after != null);

            assertThat(ids.toString()).isEqualTo(oldest ? "abcde" : "edcba");
        }
    }

    @Test
    void aSearchOutOfTimeSaysHowFarItLooked() {
        for (boolean oldest : new boolean[] {true, false}) {
            Page<Call> page = search("to:nobody", TimeRange.ALWAYS, oldest, Duration.ZERO);

            assertThat(page.complete()).isFalse();
            assertThat(page.rows()).isEmpty();
            assertThat(page.next()).isEqualTo(String.valueOf(page.searched().reached(oldest)));
        }
    }

    @Test
    void aPageSaysWhichTimeItLookedAt() {
        TimeRange range =
                TimeRange.of(null, "2020-01-01", "2040-01-01", ZoneOffset.UTC, Instant.EPOCH);
        long from = range.fromMicros();
        long to = range.toMicros();
        Page<Call> newest = search("", range, false, BUDGET);
        Page<Call> oldest = search("", range, true, BUDGET);

        assertThat(search("to:nobody", range, false, BUDGET).searched())
                .isEqualTo(new Page.Searched(from, to));
        assertThat(search("to:nobody", range, true, BUDGET).searched())
                .isEqualTo(new Page.Searched(from, to));
        assertThat(newest.searched())
                .isEqualTo(new Page.Searched(newest.rows().get(1).startedAt(), to));
        assertThat(oldest.searched())
                .isEqualTo(new Page.Searched(from, oldest.rows().get(1).startedAt()));
    }

    /** Pages of two. */
    private static Page<Call> search(
            String query, TimeRange range, boolean oldestFirst, Duration budget) {
        Expression expression = QueryParser.parse(Subject.CALLS, query);
        return new Search(Subject.CALLS, expression, range, 2, null, oldestFirst)
                .run(pool, Call.class, budget);
    }
}
