package io.siphon.console.search;

import io.siphon.schema.AlertState;
import io.siphon.schema.CallCause;
import io.siphon.schema.CallOutcome;
import io.siphon.schema.RegistrationKind;
import io.siphon.schema.RegistrationOutcome;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The fields of each {@link Subject}. */
final class Fields {

    private static final Field CALL_ID =
            Field.of("callid", FieldKind.TEXT, "Call-ID", "call-id", "call_id", "sid");
    private static final Field CORRELATION =
            Field.of(
                    "correlation",
                    FieldKind.TEXT,
                    "correlation id of the agent, or X-CID",
                    "xcid",
                    "x-cid");
    private static final Field IP =
            Field.of("ip", FieldKind.ADDRESS, "source or destination address", "host", "address");
    private static final Field SOURCE =
            Field.of("src", FieldKind.ADDRESS, "source address", "source", "srcip");
    private static final Field DESTINATION =
            Field.of("dst", FieldKind.ADDRESS, "destination address", "destination", "dstip");
    private static final Field TRUNK = Field.of("trunk", FieldKind.TEXT, "alias of the trunk");
    private static final Field NODE =
            Field.of("node", FieldKind.TEXT, "agent that captured it", "agent", "capture");
    private static final Field DIRECTION =
            Field.choice("direction", List.of("in", "out"), "as the agent sees it", "dir");
    private static final Field STATUS =
            Field.of("status", FieldKind.STATUS, "status of the final response", "code");
    private static final Field USER_AGENT =
            Field.of("ua", FieldKind.PHRASE, "User-Agent", "user-agent", "useragent", "user_agent");
    private static final Field CODEC = Field.of("codec", FieldKind.PHRASE, "codec", "codecs");
    private static final Field MOS =
            Field.of(
                    "mos",
                    FieldKind.NUMBER,
                    "opinion score of a stream, 1 to 4.5; of a call the worst of a direction");
    private static final Field LOSS =
            Field.of(
                    "loss",
                    FieldKind.NUMBER,
                    "packets lost of a stream, percent; of a call the most of a direction");
    private static final Field JITTER =
            Field.of(
                    "jitter",
                    FieldKind.NUMBER,
                    "mean jitter of a stream, or of a direction of a call, ms");
    private static final Field BODY_TEXT =
            Field.of("text", FieldKind.PHRASE, "text of its messages", "payload", "msg");

    private static final Field HEADER =
            Field.of(
                    "header",
                    FieldKind.HEADER,
                    "a header of its messages: X-Tenant:gold, or X-Tenant alone",
                    "hdr");

    static final List<Field> CALLS =
            List.of(
                    Field.of("from", FieldKind.TEXT, "caller", "caller", "from_user"),
                    Field.of("to", FieldKind.TEXT, "callee", "callee", "to_user"),
                    Field.of("user", FieldKind.TEXT, "caller or callee", "either", "number"),
                    CALL_ID,
                    CORRELATION,
                    Field.of(
                            "conversation",
                            FieldKind.TEXT,
                            "Call-ID of the first leg of its conversation",
                            "conversation_id"),
                    Field.of("leg", FieldKind.NUMBER, "1: first leg of its conversation, or alone"),
                    IP,
                    SOURCE,
                    DESTINATION,
                    TRUNK,
                    NODE,
                    DIRECTION,
                    STATUS,
                    Field.of(
                            "reason", FieldKind.PHRASE, "reason phrase of that response", "phrase"),
                    Field.of("q850", FieldKind.NUMBER, "Q.850 cause", "q850_cause"),
                    Field.choice("cause", CallCause.TAGS, "why it ended as it did", "why"),
                    Field.choice("outcome", tags(CallOutcome.values()), "how it ended", "state"),
                    Field.choice(
                            "released_by",
                            List.of("caller", "callee", "network"),
                            "who ended it",
                            "released",
                            "by"),
                    USER_AGENT,
                    CODEC,
                    Field.of("pdd", FieldKind.DURATION, "post-dial delay"),
                    Field.of("setup", FieldKind.DURATION, "from INVITE to answer"),
                    Field.of(
                            "ring", FieldKind.DURATION, "from ringing to answer or end", "ringing"),
                    Field.of(
                            "dur", FieldKind.DURATION, "from answer to end", "duration", "billsec"),
                    Field.of("retries", FieldKind.NUMBER, "further INVITEs after a failure"),
                    MOS,
                    LOSS,
                    JITTER,
                    Field.choice(
                            "media",
                            List.of(
                                    "none",
                                    "one-way",
                                    "both",
                                    "ok",
                                    "no-audio",
                                    "false-answer",
                                    "unreachable",
                                    "codec-mismatch",
                                    "after-call",
                                    "before-call"),
                            "directions in which RTP was captured, or the verdict on its media"),
                    Field.of("up", FieldKind.FLAG, "not over yet"),
                    Field.of(
                            "alert",
                            FieldKind.TEXT,
                            "detector of an alert whose window it began in, of its trunk or address"),
                    HEADER,
                    BODY_TEXT,
                    new Field(
                            "is",
                            List.of("preset"),
                            FieldKind.PRESET,
                            Preset.CALLS.stream().map(Preset::name).toList(),
                            "a preset"));

    private static final Field MESSAGE_TEXT =
            Field.of("text", FieldKind.PHRASE, "text of the message", "payload", "msg");

    static final List<Field> MESSAGES =
            List.of(
                    Field.of("method", FieldKind.TEXT, "method; of a response that of its CSeq"),
                    Field.of("status", FieldKind.STATUS, "status of a response", "code"),
                    Field.of("request", FieldKind.FLAG, "a request, not a response"),
                    CALL_ID,
                    CORRELATION,
                    IP,
                    SOURCE,
                    DESTINATION,
                    NODE,
                    DIRECTION,
                    HEADER,
                    MESSAGE_TEXT);

    static final List<Field> REGISTRATIONS =
            List.of(
                    Field.of("aor", FieldKind.TEXT, "address of record", "user", "from", "to"),
                    CALL_ID,
                    Field.choice("kind", tags(RegistrationKind.values()), "what was asked for"),
                    Field.of("contact", FieldKind.TEXT, "URI that is registered"),
                    IP,
                    SOURCE,
                    DESTINATION,
                    TRUNK,
                    NODE,
                    DIRECTION,
                    STATUS,
                    Field.choice(
                            "outcome", tags(RegistrationOutcome.values()), "how it ended", "state"),
                    USER_AGENT,
                    Field.of("delay", FieldKind.DURATION, "from the first request to the 2xx"),
                    Field.of("expires", FieldKind.NUMBER, "granted expiry, s"),
                    Field.of("lapsed", FieldKind.FLAG, "expired and not renewed"));

    static final List<Field> STREAMS =
            List.of(
                    CALL_ID,
                    IP,
                    SOURCE,
                    DESTINATION,
                    TRUNK,
                    NODE,
                    CODEC,
                    MOS,
                    LOSS,
                    JITTER,
                    Field.of("rtt", FieldKind.NUMBER, "mean round trip, ms"),
                    Field.of("packets", FieldKind.NUMBER, "packets, or reports", "reports"),
                    Field.of("ssrc", FieldKind.NUMBER, "SSRC"));

    static final List<Field> ALERTS =
            List.of(
                    Field.of("detector", FieldKind.TEXT, "detector", "alert", "name"),
                    Field.choice("severity", List.of("warning", "critical"), "severity"),
                    Field.choice("state", tags(AlertState.values()), "state of the alert"),
                    Field.of("subject", FieldKind.TEXT, "trunk, address or socket", "trunk", "ip"),
                    NODE,
                    Field.of("text", FieldKind.PHRASE, "text of the alert", "message"));

    private Fields() {}

    static boolean readsMessages(Field field) {
        return field == BODY_TEXT || field == MESSAGE_TEXT || field == HEADER;
    }

    private static List<String> tags(Enum<?>[] values) {
        return Arrays.stream(values).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
    }

    /** Names and aliases, as completion and error messages offer them. */
    static Stream<String> names(List<Field> fields) {
        return fields.stream()
                .flatMap(field -> Stream.concat(Stream.of(field.name()), field.aliases().stream()));
    }
}
