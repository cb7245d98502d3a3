package io.siphon.job.sink.jdbc;

import io.siphon.schema.Tables;
import io.siphon.schema.Trace;
import io.siphon.schema.Uids;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Messages come out of templates and fields byte for byte. */
class MessageTemplatesTest {

    private static final Uids UIDS = Uids.of("a secret");
    private static final long DAY = 86_400_000_000L;

    private static final String INVITE =
            """
            INVITE sip:+4420%1$d@example.org SIP/2.0\r
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK%1$d;rport\r
            Max-Forwards: 70\r
            From: "Agent %1$d" <sip:+4930%1$d@example.org>;tag=%1$da\r
            To: <sip:+4420%1$d@example.org>\r
            Call-ID: call-%1$d@192.0.2.1\r
            CSeq: 1 INVITE\r
            Contact: <sip:+4930%1$d@192.0.2.1:5060>\r
            X-Share: 50%%\r
            Content-Length: 0\r
            \r
            """;

    private final MessageTemplates templates = new MessageTemplates(UIDS);

    @Test
    void storesWhatMessagesOfAKindShareOnce() {
        assertThat(fields(invite(1000001, 0))).as("the first").isNull();
        assertThat(fields(invite(1000002, 0)))
                .isEqualTo(
                        "+44201000002|192.0.2.1|5060|z9hG4bK1000002|Agent 1000002|+49301000002|5060"
                                .replace('|', '\u001f'));
        assertThat(new String(templates.template().text(), UTF_8))
                .isEqualTo(
                        """
                        INVITE sip:%4$s@example.org SIP/2.0\r
                        Via: SIP/2.0/UDP %5$s:%6$s;branch=%7$s;rport\r
                        Max-Forwards: 70\r
                        From: "%8$s" <sip:%9$s@example.org>;tag=%2$s\r
                        To: <sip:%4$s@example.org>\r
                        Call-ID: %1$s\r
                        CSeq: 1 INVITE\r
                        Contact: <sip:%9$s@%5$s:%10$s>\r
                        X-Share: 50%%\r
                        Content-Length: 0\r
                        \r
                        """);
    }

    @Test
    void eachDayHasItsOwn() {
        fields(invite(1000001, 0));
        assertThat(fields(invite(1000002, 1))).isNull();
        assertThat(fields(invite(1000003, 1))).isNotNull();
        assertThat(templates.template().day()).hasToString("1970-01-02");
    }

    @Test
    void storesWholeWhatTextCannotHoldOrIsLong() {
        for (String text : List.of("", "SIP/2.0 200 \u00fc", "SIP/2.0 200 \0", "x".repeat(5_000))) {
            assertThat(twice(trace(text, "", "", "", 0))).as(text).isNull();
        }
    }

    /** Whatever a stranger sends, and whatever the columns have. */
    @Test
    void joinsWhatItSplit() {
        Random random = new Random(16);
        String[] words = {
            "\"",
            "%",
            "%1$s",
            "$",
            "\r\n",
            "a=rtpmap:8 PCMA/8000\r\n",
            "@",
            "sip:",
            "1234567",
            "7",
            "2.0",
            "/",
            " ",
            "=",
            ":",
            "\u001f",
            "z9hG4bKabc123",
            "call-1@192.0.2.1",
            "tag-12345",
            "abc",
            "[2001:db8::1]",
            "a=fmtp:"
        };
        int split = 0;
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(40); n >= 0; n--) {
                text.append(words[random.nextInt(words.length)]);
            }
            Trace trace =
                    trace(
                            text.toString(),
                            words[random.nextInt(words.length)],
                            words[random.nextInt(words.length)],
                            "tag-12345",
                            0);
            MessageTemplate template = twice(trace);
            if (template != null) {
                split++;
                assertThat(
                                template.join(
                                        List.of(trace.callId(), trace.fromTag(), trace.toTag()),
                                        templates.fields()))
                        .asString(UTF_8)
                        .isEqualTo(text.toString());
            }
        }
        assertThat(split).isGreaterThan(10_000);
    }

    @Test
    void rowsHaveTheWholeMessageAgain() {
        CopyRows<Trace> rows = MessageRows.batches(Tables.SIP_TRACE, UIDS).get();
        for (int i = 0; i < 3; i++) {
            rows.add(invite(1000000 + i, 0));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(rows.values(i))
                    .usingRecursiveComparison()
                    .isEqualTo(expected(invite(1000000 + i, 0)));
        }
        assertThat(rows.bytes(2)).isLessThan(rows.bytes(0) - 200);
    }

    /** The message is text, so there are no bytes beside it. */
    private static List<Object> expected(Trace trace) {
        List<Object> values = new ArrayList<>(Tables.SIP_TRACE.with(UIDS).values(trace));
        values.set(Tables.SIP_TRACE.columns().indexOf(Tables.SIP_TRACE.column("msg_raw")), null);
        return values;
    }

    private MessageTemplate twice(Trace trace) {
        templates.take(trace);
        templates.take(trace);
        return templates.template();
    }

    private String fields(Trace trace) {
        templates.take(trace);
        return templates.fields() == null ? null : new String(templates.fields(), UTF_8);
    }

    private static Trace invite(int number, int day) {
        return trace(
                INVITE.formatted(number), "call-" + number + "@192.0.2.1", number + "a", "", day);
    }

    private static Trace trace(String text, String callId, String fromTag, String toTag, int day) {
        return new Trace(
                day * DAY + 1,
                2,
                Trace.SIP,
                "edge",
                null,
                text.getBytes(UTF_8),
                "udp:192.0.2.1:5060",
                "udp:192.0.2.2:5060",
                callId,
                "INVITE",
                "",
                fromTag,
                toTag,
                "in",
                0);
    }
}
