package io.siphon.schema;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One stored message: a captured packet and the columns that a table is searched by. Of a payload
 * with several SIP messages there are several traces, each with its own part as payload.
 *
 * @param timeMicros when it was captured by the clock of its agent, epoch µs
 * @param receivedMicros when its datagram was received, epoch µs
 * @param protocol HEP protocol type; {@link #SIP} is SIP
 * @param node agent that captured it: its name, else its capture id, else its address
 * @param correlationId the agent's; null when not sent
 * @param payload the message
 * @param source {@code proto:ip:port}, IPv6 in brackets, as Kamailio writes {@code fromip}
 * @param destination {@code proto:ip:port}
 * @param callId Call-ID of SIP; of anything else the correlation id; empty when there is none
 * @param method SIP method, of a response that of its CSeq; empty for anything but SIP
 * @param status {@code 200}; empty for requests and for anything but SIP
 * @param direction {@code in} or {@code out} as seen by the capturing proxy; empty when not known
 * @param ordinal of the message in its payload, from 0: two may be the same; 0 of a stored one
 * @param clockOffset how far the agent's clock was ahead, µs, whole ms; negative: behind. The time
 *     less this is the true one
 */
public record Trace(
        long timeMicros,
        long receivedMicros,
        int protocol,
        String node,
        @Nullable String correlationId,
        byte[] payload,
        String source,
        String destination,
        String callId,
        String method,
        String status,
        String fromTag,
        String toTag,
        String direction,
        int ordinal,
        long clockOffset) {

    /** Of an agent whose clock is right. */
    public Trace(
            long timeMicros,
            long receivedMicros,
            int protocol,
            String node,
            @Nullable String correlationId,
            byte[] payload,
            String source,
            String destination,
            String callId,
            String method,
            String status,
            String fromTag,
            String toTag,
            String direction,
            int ordinal) {
        this(
                timeMicros,
                receivedMicros,
                protocol,
                node,
                correlationId,
                payload,
                source,
                destination,
                callId,
                method,
                status,
                fromTag,
                toTag,
                direction,
                ordinal,
                0);
    }

    /** HEP protocol type of SIP. */
    public static final int SIP = 1;

    /** Kamailio's table (siptrace module, version 4), and columns of Siphon's own after its. */
    public static final Table<Trace> SIP_TRACE =
            Table.of("sip_trace", Trace::ofSip)
                    .time("time_stamp")
                    .roughBytes(trace -> 300 + trace.payload.length)
                    .columns(
                            c ->
                                    List.of(
                                            c.second(
                                                    "time_stamp",
                                                    Trace::timeMicros,
                                                    "when it was captured, whole seconds"),
                                            c.integer(
                                                    "time_us",
                                                    t ->
                                                            (int)
                                                                    Math.floorMod(
                                                                            t.timeMicros,
                                                                            1_000_000L),
                                                    "and its microseconds, 0…999999"),
                                            c.id("callid", 255, Trace::callId, "Call-ID"),
                                            c.text("traced_user", 255, t -> "", "always empty"),
                                            c.bytesAsText(
                                                    "msg", Trace::payload, "the whole message"),
                                            c.text(
                                                    "method",
                                                    50,
                                                    Trace::method,
                                                    "method; of a reply, that of its CSeq"),
                                            c.text(
                                                    "status",
                                                    255,
                                                    Trace::status,
                                                    "status of a reply, `200`; empty for a request"),
                                            c.text(
                                                    "fromip",
                                                    64,
                                                    Trace::source,
                                                    "`udp:192.0.2.1:5060`, IPv6 in brackets"),
                                            c.text("toip", 64, Trace::destination, "likewise"),
                                            c.text("fromtag", 128, Trace::fromTag, "tag of From"),
                                            c.text(
                                                    "totag",
                                                    128,
                                                    Trace::toTag,
                                                    "tag of To; empty before there is one"),
                                            c.text(
                                                    "direction",
                                                    4,
                                                    Trace::direction,
                                                    "`in` or `out` as sent by the agent, else derived; may be empty"),
                                            c.id(
                                                    "node",
                                                    255,
                                                    Trace::node,
                                                    "agent that captured it: its name, else its capture id, else its address"),
                                            c.id(
                                                    "correlation_id",
                                                    255,
                                                    Trace::correlationId,
                                                    "correlation id of the agent; NULL when not sent"),
                                            c.time(
                                                    "received_at",
                                                    Trace::receivedMicros,
                                                    "when the datagram reached Siphon"),
                                            c.bytesUnlessText(
                                                    "msg_raw",
                                                    Trace::payload,
                                                    "the exact bytes, only where `msg` cannot hold them; else NULL"),
                                            c.uid(
                                                    Uids::of,
                                                    "key: capture time (µs) and a hash of sockets, node, protocol and message"),
                                            c.integer(
                                                            "clock_offset_ms",
                                                            Trace::clockOffsetMs,
                                                            "ms by which the clock of the agent was ahead (negative: behind): the true time is the time less this; NULL in rows older than this column")
                                                    .since("0.2")))
                    .comparing("msg", "msg_raw", "fromip", "toip", "node");

    /** HEP packets of all other types. */
    public static final Table<Trace> HEP_TRACE =
            Table.of("hep_trace", Trace::ofHep)
                    .time("captured_at")
                    .roughBytes(trace -> 200 + trace.payload.length)
                    .columns(
                            c ->
                                    List.of(
                                            c.time(
                                                    "captured_at",
                                                    Trace::timeMicros,
                                                    "when it was captured"),
                                            c.time(
                                                    "received_at",
                                                    Trace::receivedMicros,
                                                    "when the datagram reached Siphon"),
                                            c.integer(
                                                    "protocol",
                                                    Trace::protocol,
                                                    "HEP protocol type: 5 RTCP as JSON, 100 log line …; 65541 binary RTCP"),
                                            c.id(
                                                    "correlation_id",
                                                    255,
                                                    Trace::correlationId,
                                                    "the Call-ID that it belongs to; NULL when not sent"),
                                            c.id("node", 255, Trace::node, "as in `sip_trace`"),
                                            c.text(
                                                    "source",
                                                    64,
                                                    Trace::source,
                                                    "`udp:192.0.2.1:5061`"),
                                            c.text(
                                                    "destination",
                                                    64,
                                                    Trace::destination,
                                                    "likewise"),
                                            c.bytesIfText(
                                                    "payload",
                                                    Trace::payload,
                                                    "as text; NULL where text cannot hold it"),
                                            c.bytesUnlessText(
                                                    "payload_raw",
                                                    Trace::payload,
                                                    "the exact bytes, only where `payload` is NULL"),
                                            c.uid(Uids::of, "key: likewise"),
                                            c.integer(
                                                            "clock_offset_ms",
                                                            Trace::clockOffsetMs,
                                                            "as in `sip_trace`")
                                                    .since("0.2"),
                                            c.id(
                                                            "call_id",
                                                            255,
                                                            Trace::namedCallId,
                                                            "the Call-ID that a log line or a report names in its text, where that is not `correlation_id`; else NULL")
                                                    .since("0.2")))
                    .comparing("payload", "payload_raw", "source", "destination", "node");

    /** When it was captured by the true time, as far as that is known, epoch µs. */
    public long correctedMicros() {
        return timeMicros - clockOffset;
    }

    /** Null when it is the correlation id, or when it belongs to no call. */
    private @Nullable String namedCallId() {
        return callId.isEmpty() || callId.equals(correlationId) ? null : callId;
    }

    private int clockOffsetMs() {
        return (int) (clockOffset / 1000);
    }

    private static Trace ofSip(Row row) {
        return new Trace(
                row.uidTime("uid"),
                row.time("received_at"),
                SIP,
                row.textOrEmpty("node"),
                row.text("correlation_id"),
                row.exact("msg", "msg_raw"),
                row.textOrEmpty("fromip"),
                row.textOrEmpty("toip"),
                row.textOrEmpty("callid"),
                row.textOrEmpty("method"),
                row.textOrEmpty("status"),
                row.textOrEmpty("fromtag"),
                row.textOrEmpty("totag"),
                row.textOrEmpty("direction"),
                0,
                row.number("clock_offset_ms", 0) * 1000);
    }

    private static Trace ofHep(Row row) {
        return new Trace(
                row.time("captured_at"),
                row.time("received_at"),
                (int) row.number("protocol", 0),
                row.textOrEmpty("node"),
                row.text("correlation_id"),
                row.exact("payload", "payload_raw"),
                row.textOrEmpty("source"),
                row.textOrEmpty("destination"),
                row.text("call_id") == null
                        ? row.textOrEmpty("correlation_id")
                        : row.textOrEmpty("call_id"),
                "",
                "",
                "",
                "",
                "",
                0,
                row.number("clock_offset_ms", 0) * 1000);
    }
}
