package io.siphon.schema;

import java.util.List;

/** Every metric, in the order of {@code docs/metrics.md}: its name, unit, meaning and tags. */
public final class MetricCatalogue {

    public static final MetricInfo SIP_REQUESTS =
            new MetricInfo(
                    "sip_requests",
                    MetricKind.COUNT,
                    "messages",
                    "SIP requests as captured: one per message and hop, retransmissions"
                            + " included. Unknown methods are `other`.",
                    List.of("node", "trunk", "direction", "method"));

    public static final MetricInfo SIP_RESPONSES =
            new MetricInfo(
                    "sip_responses",
                    MetricKind.COUNT,
                    "messages",
                    "SIP responses as captured: one per message and hop, retransmissions"
                            + " included. `method` is that of the CSeq, `class` that of the code"
                            + " (`4xx`).",
                    List.of("node", "trunk", "direction", "method", "code", "class"));

    public static final MetricInfo CALL_ATTEMPTS =
            new MetricInfo(
                    "call_attempts",
                    MetricKind.COUNT,
                    "calls",
                    "Call attempts, in the window of their first INVITE; equals the"
                            + " number of rows in `calls` that are first legs. A challenge, a"
                            + " redirection or a gateway that refuses, and the retry that follows,"
                            + " are one attempt.",
                    List.of("node", "trunk", "direction"));

    public static final MetricInfo CALL_ANSWERS =
            new MetricInfo(
                    "call_answers",
                    MetricKind.COUNT,
                    "calls",
                    "Answered calls, in the window of the first 2xx to the INVITE.",
                    List.of("node", "trunk", "direction"));

    public static final MetricInfo CALL_ENDS =
            new MetricInfo(
                    "call_ends",
                    MetricKind.COUNT,
                    "calls",
                    "Ended calls, by outcome (`answered`, `busy`, `no_answer` …), in the"
                            + " window of the BYE, final failure or time-out; `effective` (`yes`,"
                            + " `no`) is as for the NER (ITU-T E.425).",
                    List.of("node", "trunk", "direction", "outcome", "effective"));

    public static final MetricInfo CALL_CAUSES =
            new MetricInfo(
                    "call_causes",
                    MetricKind.COUNT,
                    "calls",
                    "Ended calls, by cause (`normal`, `busy`, `no_route` …; see"
                            + " [causes](causes.md)), in the window in which the end was known.",
                    List.of("node", "trunk", "direction", "cause"));

    public static final MetricInfo CALL_ATTESTATIONS =
            new MetricInfo(
                    "call_attestations",
                    MetricKind.COUNT,
                    "calls",
                    "Call attempts whose first INVITE is signed (STIR/SHAKEN), by the attestation"
                            + " that it claims: `A`, `B`, `C` or `unknown`. Signatures are not"
                            + " verified. `call_attempts` less these are unsigned.",
                    List.of("node", "trunk", "direction", "attestation"));

    public static final MetricInfo CALL_DURATION_S =
            new MetricInfo(
                    "call_duration_s",
                    MetricKind.DISTRIBUTION,
                    "s",
                    "Duration of answered calls, from answer to end at the hop nearest the"
                            + " caller, in the window of the end. Calls whose BYE was never seen (`timed_out`, `evicted`) are not"
                            + " counted.",
                    List.of("node", "trunk", "direction"));

    public static final MetricInfo CALL_PDD_MS =
            new MetricInfo(
                    "call_pdd_ms",
                    MetricKind.DISTRIBUTION,
                    "ms",
                    "Post-dial delay: from the first INVITE to the first 180 or 183 (or other"
                            + " 18x with SDP), else to the answer, at the hop nearest the caller."
                            + " One sample per call, in the window of that response.",
                    List.of("node", "trunk", "direction"));

    public static final MetricInfo CALL_SETUP_MS =
            new MetricInfo(
                    "call_setup_ms",
                    MetricKind.DISTRIBUTION,
                    "ms",
                    "Setup time: from the first INVITE to the first 2xx, ringing"
                            + " included, at the hop nearest the caller, in the window of the answer.",
                    List.of("node", "trunk", "direction"));

    public static final MetricInfo REGISTRATION_ATTEMPTS =
            new MetricInfo(
                    "registration_attempts",
                    MetricKind.COUNT,
                    "registrations",
                    "REGISTER attempts, in the window of their first request. An"
                            + " authentication challenge and its retry are one attempt; each refresh"
                            + " is another. `kind` is `initial`, `refresh`, `removal` or `query`.",
                    List.of("node", "trunk", "direction", "kind"));

    public static final MetricInfo REGISTRATION_ENDS =
            new MetricInfo(
                    "registration_ends",
                    MetricKind.COUNT,
                    "registrations",
                    "Ended REGISTER attempts, by outcome (`accepted`, `unauthorized`,"
                            + " `rejected`, `failed`, `timed_out` …) and final response (0 for"
                            + " none), in the window in which the end was known.",
                    List.of("node", "trunk", "direction", "kind", "outcome", "code"));

    public static final MetricInfo REGISTRATION_CHALLENGES =
            new MetricInfo(
                    "registration_challenges",
                    MetricKind.COUNT,
                    "registrations",
                    "REGISTER attempts that were challenged (401 or 407), once each, in"
                            + " the window in which their end was known.",
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
                    "Bindings that expired and were not renewed within 32 s, in the"
                            + " window in which that was known.",
                    List.of("node", "trunk", "direction", "kind"));

    public static final MetricInfo RTCP_JITTER_MS =
            new MetricInfo(
                    "rtcp_jitter_ms",
                    MetricKind.DISTRIBUTION,
                    "ms",
                    "Interarrival jitter, one sample per report block. Codecs that are"
                            + " not well known are `other`.",
                    List.of("node", "trunk", "codec"));

    public static final MetricInfo RTCP_LOSS_PCT =
            new MetricInfo(
                    "rtcp_loss_pct",
                    MetricKind.DISTRIBUTION,
                    "%",
                    "Percentage of packets lost since the previous report, one sample per"
                            + " report block.",
                    List.of("node", "trunk", "codec"));

    public static final MetricInfo RTCP_RTT_MS =
            new MetricInfo(
                    "rtcp_rtt_ms",
                    MetricKind.DISTRIBUTION,
                    "ms",
                    "Round-trip time from end to end, one sample per report block that answers a"
                            + " sender report. A capture between the two ends has none until both"
                            + " halves are known. For a reporter that sends no sender reports it is"
                            + " the time from the capture to it and back.",
                    List.of("node", "trunk", "codec"));

    public static final MetricInfo RTCP_MOS =
            new MetricInfo(
                    "rtcp_mos",
                    MetricKind.DISTRIBUTION,
                    "MOS",
                    "Opinion score (ITU-T G.107) from RTCP reports: by codec, loss since"
                            + " the previous report (taken as random) and, where known, round trip."
                            + " One sample per report block; none if SDP did not name the codec or"
                            + " G.113 has no Ie and Bpl for it.",
                    List.of("node", "trunk", "codec"));

    public static final MetricInfo REPORTED_JITTER_MS =
            reported("reported_jitter_ms", "ms", "Interarrival jitter");

    public static final MetricInfo REPORTED_LOSS_PCT =
            reported("reported_loss_pct", "%", "Percentage of packets lost");

    public static final MetricInfo REPORTED_RTT_MS =
            reported("reported_rtt_ms", "ms", "Round-trip time");

    public static final MetricInfo REPORTED_MOS =
            reported(
                    "reported_mos",
                    "MOS",
                    "Opinion score as the report says, else by its R factor, else (ITU-T G.107) by"
                            + " its codec, loss and round trip");

    public static final MetricInfo RTP_JITTER_MS =
            new MetricInfo(
                    "rtp_jitter_ms",
                    MetricKind.DISTRIBUTION,
                    "ms",
                    "Mean interarrival jitter (RFC 3550, A.8) of RTP streams seen on the"
                            + " wire, one sample per stream in the window of its end; none if the codec's clock is"
                            + " unknown.",
                    List.of("node", "trunk", "codec"));

    public static final MetricInfo RTP_LOSS_PCT =
            new MetricInfo(
                    "rtp_loss_pct",
                    MetricKind.DISTRIBUTION,
                    "%",
                    "Percentage of packets lost (RFC 3550, A.3) of RTP streams seen on"
                            + " the wire, copies of a packet counted once, one sample per stream in"
                            + " the window of its end, with what was lost in pauses. DTMF under an SSRC of its own is not counted, because its sequence numbers"
                            + " continue those of the speech.",
                    List.of("node", "trunk", "codec"));

    public static final MetricInfo RTP_MOS =
            new MetricInfo(
                    "rtp_mos",
                    MetricKind.DISTRIBUTION,
                    "MOS",
                    "Opinion score (ITU-T G.107) of RTP streams seen on the wire, by"
                            + " codec, loss and burst ratio, one sample per stream in the window of"
                            + " its end; none if G.113 has no Ie and Bpl for a codec.",
                    List.of("node", "trunk", "codec"));

    public static final MetricInfo XR_R_FACTOR =
            ofReceiver("xr_r_factor", "R", "R factor as computed by the receiver");

    public static final MetricInfo XR_LQ_MOS =
            ofReceiver("xr_lq_mos", "MOS", "Opinion score of the listening quality");

    public static final MetricInfo XR_CQ_MOS =
            ofReceiver("xr_cq_mos", "MOS", "Opinion score of the conversational quality");

    public static final MetricInfo XR_DISCARD_PCT =
            ofReceiver(
                    "xr_discard_pct",
                    "%",
                    "Percentage of packets that arrived too late or too early for the jitter"
                            + " buffer, since the beginning of the stream");

    public static final MetricInfo XR_BURST_LOSS_PCT =
            ofReceiver(
                    "xr_burst_loss_pct",
                    "%",
                    "Percentage of the packets within bursts that were lost or discarded");

    public static final MetricInfo XR_GAP_LOSS_PCT =
            ofReceiver(
                    "xr_gap_loss_pct",
                    "%",
                    "Percentage of the packets between bursts that were lost or discarded");

    public static final MetricInfo XR_JITTER_BUFFER_MS =
            ofReceiver(
                    "xr_jitter_buffer_ms", "ms", "Nominal delay of the receiver's jitter buffer");

    public static final MetricInfo CALL_CONCURRENT =
            new MetricInfo(
                    "call_concurrent",
                    MetricKind.LEVEL,
                    "calls",
                    "Concurrent calls: answered and not ended (ringing does not count)."
                            + " `mean` is weighted by time. The series without tags is all calls.",
                    List.of("node", "trunk"));

    public static final MetricInfo CAPTURE_GAP_S =
            new MetricInfo(
                    "capture_gap_s",
                    MetricKind.DISTRIBUTION,
                    "s",
                    "Time in which nobody listened on a socket because Siphon was down:"
                            + " messages sent then are missing. Its window is that time, not one of"
                            + " `qos.window`. Known only with a journal.",
                    List.of("socket"));

    public static final MetricInfo KERNEL_DROPS =
            new MetricInfo(
                    "kernel_drops",
                    MetricKind.COUNT,
                    "datagrams",
                    "Datagrams that the kernel dropped because a socket's buffer was"
                            + " full. Its window is the time of the drops, 5 s or a few more, not"
                            + " one of `qos.window`.",
                    List.of("socket"));

    public static final MetricInfo LATE_SAMPLES =
            new MetricInfo(
                    "late_samples",
                    MetricKind.COUNT,
                    "samples",
                    "Samples of a metric that arrived later than `qos.allowed-lateness`"
                            + " and are in none of its measurements, by the window that they belong"
                            + " to.",
                    List.of("metric"));

    public static final MetricInfo UNDECODABLE_NOT_KEPT =
            new MetricInfo(
                    "undecodable_not_kept",
                    MetricKind.COUNT,
                    "messages",
                    "Undecodable messages beyond `undecodable.max-rows` and"
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
                    CALL_CAUSES,
                    CALL_ATTESTATIONS,
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
                    REPORTED_JITTER_MS,
                    REPORTED_LOSS_PCT,
                    REPORTED_RTT_MS,
                    REPORTED_MOS,
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

    private static MetricInfo reported(String name, String unit, String help) {
        return new MetricInfo(
                name,
                MetricKind.DISTRIBUTION,
                unit,
                help
                        + ", one sample per report of a phone, an SBC or RTPAgent; `origin` as in"
                        + " `reported_streams`, without `rtcp`.",
                List.of("node", "trunk", "origin"));
    }

    private static MetricInfo ofReceiver(String name, String unit, String help) {
        return new MetricInfo(
                name,
                MetricKind.DISTRIBUTION,
                unit,
                help
                        + ", one sample per VoIP metrics block of RTCP-XR (RFC 3611, 4.7);"
                        + " none if the block marks it as unavailable.",
                List.of("node", "trunk"));
    }
}
