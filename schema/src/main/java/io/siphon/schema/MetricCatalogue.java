package io.siphon.schema;

import java.util.List;

/**
 * Every metric there is, in the order of {@code docs/metrics.md}: what makes them and what reads
 * them have its name, unit and tags from here.
 */
public final class MetricCatalogue {

    public static final MetricInfo SIP_REQUESTS =
            new MetricInfo(
                    "sip_requests",
                    MetricKind.COUNT,
                    "messages",
                    "SIP requests as captured: one a message and hop, retransmissions included;"
                            + " a method that no RFC knows is `other`.",
                    List.of("node", "trunk", "direction", "method"));

    public static final MetricInfo SIP_RESPONSES =
            new MetricInfo(
                    "sip_responses",
                    MetricKind.COUNT,
                    "messages",
                    "SIP responses as captured: one a message and hop, retransmissions included;"
                            + " `method` is that of the CSeq, `class` the code's (`4xx`).",
                    List.of("node", "trunk", "direction", "method", "code", "class"));

    public static final MetricInfo CALL_ATTEMPTS =
            new MetricInfo(
                    "call_attempts",
                    MetricKind.COUNT,
                    "calls",
                    "Calls that began, in the window of their first INVITE: as many as `calls` has"
                            + " rows. A challenge, a redirection or a gateway that refuses, and the"
                            + " retry that follows, are one.",
                    List.of("node", "trunk", "direction"));

    public static final MetricInfo CALL_ANSWERS =
            new MetricInfo(
                    "call_answers",
                    MetricKind.COUNT,
                    "calls",
                    "Calls that were answered, in the window of the first 2xx to the INVITE.",
                    List.of("node", "trunk", "direction"));

    public static final MetricInfo CALL_ENDS =
            new MetricInfo(
                    "call_ends",
                    MetricKind.COUNT,
                    "calls",
                    "Calls that are over, by their outcome (`answered`, `busy`, `no_answer` …),"
                            + " in the window of the BYE, final failure or time-out.",
                    List.of("node", "trunk", "direction", "outcome"));

    public static final MetricInfo CALL_DURATION_S =
            new MetricInfo(
                    "call_duration_s",
                    MetricKind.DISTRIBUTION,
                    "s",
                    "From the answer to the end of answered calls, in the window of the end;"
                            + " without those whose BYE was never seen (`timed_out`, `evicted`).",
                    List.of("node", "trunk", "direction"));

    public static final MetricInfo CALL_PDD_MS =
            new MetricInfo(
                    "call_pdd_ms",
                    MetricKind.DISTRIBUTION,
                    "ms",
                    "Post-dial delay: from the first INVITE to the first 180 or 183, else to the"
                            + " answer; once a call, in the window of that response.",
                    List.of("node", "trunk", "direction"));

    public static final MetricInfo CALL_SETUP_MS =
            new MetricInfo(
                    "call_setup_ms",
                    MetricKind.DISTRIBUTION,
                    "ms",
                    "From the first INVITE to the first 2xx, ringing included; in the window of"
                            + " the answer.",
                    List.of("node", "trunk", "direction"));

    public static final MetricInfo REGISTRATION_ATTEMPTS =
            new MetricInfo(
                    "registration_attempts",
                    MetricKind.COUNT,
                    "registrations",
                    "REGISTER attempts, in the window of their first request; an authentication challenge and"
                            + " its retry are one, each refresh is one. `kind` is `initial`,"
                            + " `refresh`, `removal` or `query`.",
                    List.of("node", "trunk", "direction", "kind"));

    public static final MetricInfo REGISTRATION_ENDS =
            new MetricInfo(
                    "registration_ends",
                    MetricKind.COUNT,
                    "registrations",
                    "REGISTER attempts that are over, by their outcome (`accepted`, `unauthorized`,"
                            + " `rejected`, `failed`, `timed_out` …) and final response (0 for"
                            + " none), in the window in which that was known.",
                    List.of("node", "trunk", "direction", "kind", "outcome", "code"));

    public static final MetricInfo REGISTRATION_CHALLENGES =
            new MetricInfo(
                    "registration_challenges",
                    MetricKind.COUNT,
                    "registrations",
                    "REGISTER attempts that were challenged (401 or 407), once each, in the window in which"
                            + " their end was known.",
                    List.of("node", "trunk", "direction", "kind"));

    public static final MetricInfo REGISTRATION_REQUEST_DELAY_MS =
            new MetricInfo(
                    "registration_request_delay_ms",
                    MetricKind.DISTRIBUTION,
                    "ms",
                    "Registration request delay (RFC 6076, 4.1): from the first REGISTER, challenge included,"
                            + " to the 2xx; of accepted initial registrations and refreshes.",
                    List.of("node", "trunk", "direction", "kind"));

    public static final MetricInfo REGISTRATION_LAPSES =
            new MetricInfo(
                    "registration_lapses",
                    MetricKind.COUNT,
                    "registrations",
                    "Bindings that ran out and were not renewed within 32 s, in the window in which that was"
                            + " known.",
                    List.of("node", "trunk", "direction", "kind"));

    public static final MetricInfo RTCP_JITTER_MS =
            new MetricInfo(
                    "rtcp_jitter_ms",
                    MetricKind.DISTRIBUTION,
                    "ms",
                    "Interarrival jitter, one sample a report block; a codec that is not well known is"
                            + " `other`.",
                    List.of("node", "trunk", "codec"));

    public static final MetricInfo RTCP_LOSS_PCT =
            new MetricInfo(
                    "rtcp_loss_pct",
                    MetricKind.DISTRIBUTION,
                    "%",
                    "Packets lost since the report before, in percent, one sample a report block.",
                    List.of("node", "trunk", "codec"));

    public static final MetricInfo RTCP_RTT_MS =
            new MetricInfo(
                    "rtcp_rtt_ms",
                    MetricKind.DISTRIBUTION,
                    "ms",
                    "Round trip time, one sample a report block that answers a sender report.",
                    List.of("node", "trunk", "codec"));

    public static final MetricInfo RTCP_MOS =
            new MetricInfo(
                    "rtcp_mos",
                    MetricKind.DISTRIBUTION,
                    "MOS",
                    "Opinion score (ITU-T G.107) by what RTCP reports, by codec, loss since the report before (taken as"
                            + " random) and round trip where it is known, one sample a report block; none for codecs that"
                            + " G.113 has no figures of, or that no SDP told.",
                    List.of("node", "trunk", "codec"));

    public static final MetricInfo RTP_JITTER_MS =
            new MetricInfo(
                    "rtp_jitter_ms",
                    MetricKind.DISTRIBUTION,
                    "ms",
                    "Mean interarrival jitter (RFC 3550, A.8) of RTP streams seen on the wire, one sample a"
                            + " stream in the window of its end; none where the codec's clock is unknown.",
                    List.of("node", "trunk", "codec"));

    public static final MetricInfo RTP_LOSS_PCT =
            new MetricInfo(
                    "rtp_loss_pct",
                    MetricKind.DISTRIBUTION,
                    "%",
                    "Packets lost (RFC 3550, A.3) of RTP streams seen on the wire, in percent, one sample a"
                            + " stream in the window of its end; not of DTMF on its own, whose numbers run on with the"
                            + " speech.",
                    List.of("node", "trunk", "codec"));

    public static final MetricInfo RTP_MOS =
            new MetricInfo(
                    "rtp_mos",
                    MetricKind.DISTRIBUTION,
                    "MOS",
                    "Opinion score (ITU-T G.107) of RTP streams seen on the wire, by codec, loss and its bursts,"
                            + " one sample a stream in the window of its end; none for codecs that G.113 has no figures of.",
                    List.of("node", "trunk", "codec"));

    public static final MetricInfo XR_R_FACTOR =
            ofReceiver("xr_r_factor", "R", "R factor as the receiver works it out");

    public static final MetricInfo XR_LQ_MOS =
            ofReceiver("xr_lq_mos", "MOS", "Opinion score of the listening quality");

    public static final MetricInfo XR_CQ_MOS =
            ofReceiver("xr_cq_mos", "MOS", "Opinion score of the conversational quality");

    public static final MetricInfo XR_DISCARD_PCT =
            ofReceiver(
                    "xr_discard_pct",
                    "%",
                    "Packets that came too late or too early for the jitter buffer, in"
                            + " percent since the stream's beginning");

    public static final MetricInfo XR_BURST_LOSS_PCT =
            ofReceiver(
                    "xr_burst_loss_pct",
                    "%",
                    "Packets lost or discarded within bursts, in percent of those");

    public static final MetricInfo XR_GAP_LOSS_PCT =
            ofReceiver(
                    "xr_gap_loss_pct",
                    "%",
                    "Packets lost or discarded between bursts, in percent of those");

    public static final MetricInfo XR_JITTER_BUFFER_MS =
            ofReceiver(
                    "xr_jitter_buffer_ms", "ms", "Nominal delay of the receiver's jitter buffer");

    public static final MetricInfo CALL_CONCURRENT =
            new MetricInfo(
                    "call_concurrent",
                    MetricKind.LEVEL,
                    "calls",
                    "Calls up at the same time: answered and not ended (ringing does not count)."
                            + " `mean` is weighted by time. The series without tags is all calls.",
                    List.of("node", "trunk"));

    public static final MetricInfo CAPTURE_GAP_S =
            new MetricInfo(
                    "capture_gap_s",
                    MetricKind.DISTRIBUTION,
                    "s",
                    "A time in which nobody listened on a socket, since Siphon was down: what agents"
                            + " sent then is missing. Its window is that time, not one of"
                            + " `qos.window`; known where there is a journal.",
                    List.of("socket"));

    public static final MetricInfo KERNEL_DROPS =
            new MetricInfo(
                    "kernel_drops",
                    MetricKind.COUNT,
                    "datagrams",
                    "Datagrams that the kernel dropped, since a socket's buffer was full. Its window"
                            + " is the seconds in which it did, 5 or a few more, not one of"
                            + " `qos.window`.",
                    List.of("socket"));

    public static final MetricInfo LATE_SAMPLES =
            new MetricInfo(
                    "late_samples",
                    MetricKind.COUNT,
                    "samples",
                    "Samples of a metric that came later than `qos.allowed-lateness` and are in none of"
                            + " its measurements, by the window that they belong to.",
                    List.of("metric"));

    public static final MetricInfo UNDECODABLE_NOT_KEPT =
            new MetricInfo(
                    "undecodable_not_kept",
                    MetricKind.COUNT,
                    "messages",
                    "Messages that could not be decoded, beyond `undecodable.max-rows` and"
                            + " `undecodable.max-rows-per-source`: counted, but not kept in"
                            + " `undecodable`; by the time of receipt.",
                    List.of("reason"));

    public static final List<MetricInfo> ALL =
            List.of(
                    SIP_REQUESTS,
                    SIP_RESPONSES,
                    CALL_ATTEMPTS,
                    CALL_ANSWERS,
                    CALL_ENDS,
                    CALL_DURATION_S,
                    CALL_PDD_MS,
                    CALL_SETUP_MS,
                    REGISTRATION_ATTEMPTS,
                    REGISTRATION_ENDS,
                    REGISTRATION_CHALLENGES,
                    REGISTRATION_REQUEST_DELAY_MS,
                    REGISTRATION_LAPSES,
                    RTCP_JITTER_MS,
                    RTCP_LOSS_PCT,
                    RTCP_RTT_MS,
                    RTCP_MOS,
                    RTP_JITTER_MS,
                    RTP_LOSS_PCT,
                    RTP_MOS,
                    XR_R_FACTOR,
                    XR_LQ_MOS,
                    XR_CQ_MOS,
                    XR_DISCARD_PCT,
                    XR_BURST_LOSS_PCT,
                    XR_GAP_LOSS_PCT,
                    XR_JITTER_BUFFER_MS,
                    UNDECODABLE_NOT_KEPT,
                    CALL_CONCURRENT,
                    CAPTURE_GAP_S,
                    KERNEL_DROPS,
                    LATE_SAMPLES);

    private MetricCatalogue() {}

    private static MetricInfo ofReceiver(String name, String unit, String help) {
        return new MetricInfo(
                name,
                MetricKind.DISTRIBUTION,
                unit,
                help
                        + ", one sample a VoIP metrics block of RTCP-XR (RFC 3611, 4.7);"
                        + " none where the block says that it is unavailable.",
                List.of("node", "trunk"));
    }
}
