package io.siphon.job.sink.jdbc;

import io.siphon.sources.BoundedText;
import io.siphon.udf.alert.Alert;
import io.siphon.udf.call.Call;
import io.siphon.udf.payload.Trace;
import io.siphon.udf.payload.Uids;
import io.siphon.udf.payload.Undecodable;
import io.siphon.udf.qos.Measurement;
import io.siphon.udf.registration.Registration;
import io.siphon.udf.rtcp.ReportedStream;
import io.siphon.udf.stream.Stream;

import java.util.List;

import static io.siphon.job.sink.jdbc.Column.bytes;
import static io.siphon.job.sink.jdbc.Column.id;
import static io.siphon.job.sink.jdbc.Column.integer;
import static io.siphon.job.sink.jdbc.Column.number;
import static io.siphon.job.sink.jdbc.Column.real;
import static io.siphon.job.sink.jdbc.Column.text;
import static io.siphon.job.sink.jdbc.Column.time;
import static io.siphon.job.sink.jdbc.Column.uid;
import static io.siphon.job.sink.jdbc.Column.whole;

/** Every table that is written; {@code docs/schema.md} tells what the columns mean. */
final class Tables {

    /** Kamailio's table (siptrace module, version 4), and columns of ours after its own. */
    static final Table<Trace> SIP_TRACE =
            new Table<Trace>(
                            "sip_trace",
                            List.of("uid"),
                            false,
                            trace -> 300 + trace.packet().payload().length,
                            List.of(
                                    time("time_stamp", t -> second(t.packet().timeMicros())),
                                    integer(
                                            "time_us",
                                            t ->
                                                    (int)
                                                            Math.floorMod(
                                                                    t.packet().timeMicros(),
                                                                    1_000_000L)),
                                    id("callid", 255, Trace::callId),
                                    text("traced_user", 255, t -> ""),
                                    bytes(
                                            "msg",
                                            ColumnType.BYTES_AS_TEXT,
                                            t -> t.packet().payload()),
                                    text("method", 50, Trace::method),
                                    text("status", 255, Trace::status),
                                    text("fromip", 64, Trace::source),
                                    text("toip", 64, Trace::destination),
                                    text("fromtag", 128, Trace::fromTag),
                                    text("totag", 128, Trace::toTag),
                                    text("direction", 4, Trace::direction),
                                    id("node", 255, t -> BoundedText.id(t.packet().node())),
                                    id(
                                            "correlation_id",
                                            255,
                                            t -> BoundedText.id(t.packet().correlationId())),
                                    time("received_at", t -> t.packet().receivedMicros()),
                                    bytes(
                                            "msg_raw",
                                            ColumnType.BYTES_UNLESS_TEXT,
                                            t -> t.packet().payload()),
                                    uid(Uids::of)))
                    .comparing("msg", "msg_raw", "fromip", "toip", "node");

    /** HEP packets of all other types. */
    static final Table<Trace> HEP_TRACE =
            new Table<Trace>(
                            "hep_trace",
                            List.of("uid"),
                            false,
                            trace -> 200 + trace.packet().payload().length,
                            List.of(
                                    time("captured_at", t -> t.packet().timeMicros()),
                                    time("received_at", t -> t.packet().receivedMicros()),
                                    integer("protocol", t -> t.packet().protocol()),
                                    id(
                                            "correlation_id",
                                            255,
                                            t -> BoundedText.id(t.packet().correlationId())),
                                    id("node", 255, t -> BoundedText.id(t.packet().node())),
                                    text("source", 64, Trace::source),
                                    text("destination", 64, Trace::destination),
                                    bytes(
                                            "payload",
                                            ColumnType.BYTES_IF_TEXT,
                                            t -> t.packet().payload()),
                                    bytes(
                                            "payload_raw",
                                            ColumnType.BYTES_UNLESS_TEXT,
                                            t -> t.packet().payload()),
                                    uid(Uids::of)))
                    .comparing("payload", "payload_raw", "source", "destination", "node");

    static final Table<Call> CALLS =
            new Table<Call>(
                            "calls",
                            List.of("call_id", "started_at"),
                            true,
                            call -> 500,
                            List.of(
                                    id("call_id", 255, Call::callId),
                                    text("caller", 255, Call::caller),
                                    text("callee", 255, Call::callee),
                                    text("from_tag", 128, Call::fromTag),
                                    text("to_tag", 128, Call::toTag),
                                    text("source", 64, Call::source),
                                    text("destination", 64, Call::destination),
                                    text("node", 255, Call::node),
                                    text("trunk", 255, Call::trunk),
                                    text("direction", 4, Call::direction),
                                    time("started_at", Call::startedAt),
                                    time("ringing_at", 0, Call::ringingAt),
                                    time("answered_at", 0, Call::answeredAt),
                                    time("ended_at", 0, Call::endedAt),
                                    number("pdd_ms", -1, Call::pddMs),
                                    number("setup_ms", -1, Call::setupMs),
                                    number("duration_ms", -1, Call::durationMs),
                                    text("outcome", 16, c -> c.outcome().tag()),
                                    number("final_status", 0, Call::finalStatus),
                                    number("q850_cause", 0, Call::q850Cause),
                                    text("released_by", 16, Call::releasedBy),
                                    text("user_agent", 255, Call::userAgent),
                                    text("codecs", 255, Call::codecs),
                                    id("correlation_id", 255, Call::correlationId)))
                    .settledBy("ended_at");

    static final Table<Registration> REGISTRATIONS =
            new Table<Registration>(
                            "registrations",
                            List.of("uid"),
                            true,
                            registration -> 400,
                            List.of(
                                    id("aor", 255, Registration::aor),
                                    id("call_id", 255, Registration::callId),
                                    number("cseq", -1, Registration::cseq),
                                    text("kind", 16, r -> r.kind().tag()),
                                    text("contact", 255, Registration::contact),
                                    text("user_agent", 255, Registration::userAgent),
                                    text("source", 64, Registration::source),
                                    text("destination", 64, Registration::destination),
                                    text("node", 255, Registration::node),
                                    text("trunk", 255, Registration::trunk),
                                    text("direction", 4, Registration::direction),
                                    time("started_at", Registration::startedAt),
                                    time("challenged_at", 0, Registration::challengedAt),
                                    time("ended_at", 0, Registration::endedAt),
                                    time("lapsed_at", 0, Registration::lapsedAt),
                                    number("delay_ms", -1, Registration::delayMs),
                                    number(
                                            "requested_expires_s",
                                            -1,
                                            Registration::requestedExpires),
                                    number("expires_s", -1, Registration::expires),
                                    text("outcome", 16, r -> r.outcome().tag()),
                                    number("final_status", 0, Registration::finalStatus),
                                    uid(
                                            (uids, r) ->
                                                    uids.of(
                                                            r.startedAt(),
                                                            r.aor(),
                                                            r.callId(),
                                                            Long.toString(r.cseq())))))
                    .settledBy("ended_at");

    /** RTP streams off the wire. */
    static final Table<Stream> STREAMS =
            new Table<Stream>(
                            "streams",
                            List.of("uid"),
                            true,
                            stream -> 300,
                            List.of(
                                    id("call_id", 255, Stream::callId),
                                    text("source", 64, Stream::source),
                                    text("destination", 64, Stream::destination),
                                    number("ssrc", Stream::ssrc),
                                    number("payload_type", Stream::payloadType),
                                    text("codec", 64, Stream::codec),
                                    number("clock_rate", 0, Stream::clockRate),
                                    number("by_sdp", s -> s.bySdp() ? 1 : 0),
                                    text("direction", 16, Stream::direction),
                                    text("node", 255, Stream::node),
                                    text("trunk", 255, Stream::trunk),
                                    time("started_at", Stream::startedAt),
                                    time("last_at", Stream::endedAt),
                                    time("ended_at", 0, s -> s.ended() ? s.endedAt() : 0),
                                    number("packets", Stream::packets),
                                    number("octets", Stream::octets),
                                    number("lost", Stream::lost),
                                    number("out_of_order", Stream::outOfOrder),
                                    number("duplicates", Stream::duplicates),
                                    real("loss_pct", Stream::lossPct),
                                    real("jitter_mean_ms", Stream::jitterMeanMs),
                                    real("jitter_max_ms", Stream::jitterMaxMs),
                                    real("longest_gap_ms", Stream::longestGapMs),
                                    real("burst_ratio", Stream::burstRatio),
                                    real("r_factor", Stream::rFactor),
                                    real("mos", Stream::mos),
                                    uid(
                                            (uids, s) ->
                                                    uids.of(
                                                            s.startedAt(),
                                                            s.node(),
                                                            s.source(),
                                                            s.destination(),
                                                            Long.toString(s.ssrc()))),
                                    real("rtt_ms", Stream::rttMs)))
                    .settledBy("ended_at");

    /** RTP streams as RTCP tells of them. */
    static final Table<ReportedStream> REPORTED_STREAMS =
            new Table<>(
                    "reported_streams",
                    List.of("uid"),
                    true,
                    stream -> 250,
                    List.of(
                            id("call_id", 255, ReportedStream::callId),
                            text("reporter", 64, ReportedStream::reporter),
                            text("sender", 64, ReportedStream::sender),
                            text("node", 255, ReportedStream::node),
                            text("trunk", 255, ReportedStream::trunk),
                            number("ssrc", ReportedStream::ssrc),
                            text("codec", 64, ReportedStream::codec),
                            time("started_at", ReportedStream::startedAt),
                            time("ended_at", ReportedStream::endedAt),
                            number("reports", ReportedStream::reports),
                            number("lost", ReportedStream::lost),
                            real("loss_mean_pct", ReportedStream::lossMeanPct),
                            real("loss_max_pct", ReportedStream::lossMaxPct),
                            real("jitter_mean_ms", ReportedStream::jitterMeanMs),
                            real("jitter_max_ms", ReportedStream::jitterMaxMs),
                            real("rtt_mean_ms", ReportedStream::rttMeanMs),
                            real("rtt_max_ms", ReportedStream::rttMaxMs),
                            real("mos_mean", ReportedStream::mosMean),
                            real("mos_min", ReportedStream::mosMin),
                            uid(
                                    (uids, s) ->
                                            uids.of(
                                                    s.startedAt(),
                                                    4,
                                                    s.node(),
                                                    s.reporter(),
                                                    s.sender(),
                                                    Long.toString(s.ssrc()),
                                                    s.callId())),
                            number("round_trips", ReportedStream::roundTrips),
                            number("scores", ReportedStream::scores)));

    static final Table<Measurement> MEASUREMENTS =
            new Table<>(
                    "measurements",
                    List.of("name", "window_start", "tags"),
                    true,
                    m -> 300 + (m.sketch() == null ? 0 : m.sketch().length),
                    List.of(
                            id("name", 64, Measurement::name),
                            time("window_start", Measurement::startMicros),
                            time("window_end", Measurement::endMicros),
                            id("tags", 512, m -> BoundedText.of(m.tagLine(), 512)),
                            text("node", 255, m -> m.tags().get("node")),
                            text("trunk", 255, m -> m.tags().get("trunk")),
                            text("direction", 16, m -> m.tags().get("direction")),
                            text("method", 50, m -> m.tags().get("method")),
                            text("code", 16, m -> m.tags().get("code")),
                            whole("count", m -> m.fields().get("count")),
                            real("sum", m -> m.fields().get("sum")),
                            real("mean", m -> m.fields().get("mean")),
                            real("min", m -> m.fields().get("min")),
                            real("max", m -> m.fields().get("max")),
                            real("p50", m -> m.fields().get("p50")),
                            real("p95", m -> m.fields().get("p95")),
                            real("p99", m -> m.fields().get("p99")),
                            real("last", m -> m.fields().get("last")),
                            text("fields", 4000, MoreFields::json),
                            bytes("sketch", ColumnType.BYTES, Measurement::sketch)));

    static final Table<Alert> ALERTS =
            new Table<>(
                    "alerts",
                    List.of("uid"),
                    true,
                    alert -> 300,
                    List.of(
                            text("detector", 64, Alert::detector),
                            text("severity", 16, a -> a.severity().tag()),
                            text("node", 255, Alert::node),
                            text("subject", 255, Alert::subject),
                            time("window_start", Alert::startMicros),
                            time("window_end", Alert::endMicros),
                            real("observed", Alert::value),
                            real("threshold", Alert::threshold),
                            number("count", Alert::count),
                            text("message", 1000, Alert::text),
                            uid(
                                    (uids, a) ->
                                            uids.of(
                                                    a.startMicros(),
                                                    a.detector(),
                                                    a.node(),
                                                    a.subject()))));

    static final Table<Undecodable> UNDECODABLE =
            new Table<Undecodable>(
                            "undecodable",
                            List.of("uid"),
                            false,
                            u -> 200 + u.bytes().length,
                            List.of(
                                    time("received_at", Undecodable::receivedMicros),
                                    text("agent", 64, Undecodable::agent),
                                    id("node", 255, u -> BoundedText.id(u.node())),
                                    integer("protocol", Undecodable::protocol),
                                    text("reason", 64, Undecodable::reason),
                                    text("detail", 1000, Undecodable::detail),
                                    bytes("bytes", ColumnType.BYTES, Undecodable::bytes),
                                    uid(Uids::of)))
                    .comparing("agent", "node", "reason", "bytes");

    static final Table<Refusal> QUARANTINE =
            new Table<>(
                    "quarantine",
                    List.of("uid"),
                    false,
                    refusal -> 200 + refusal.row().length(),
                    List.of(
                            time("at", Refusal::atMicros),
                            text("target", 64, Refusal::target),
                            text("error", 1000, Refusal::error),
                            text("row_text", 1_000_000, Refusal::row),
                            uid((uids, r) -> uids.of(0, r.target(), r.row()))));

    private Tables() {}

    private static long second(long micros) {
        return Math.floorDiv(micros, 1_000_000L) * 1_000_000L;
    }
}
