package io.siphon.bench.lab;

import io.siphon.job.testutils.Await;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One call with media through rtpengine: SIPp signals, two {@link MediaEndpoint}s talk. Kamailio
 * must route {@link #PREFIX} to {@link #callee}.
 */
public final class MediaCall implements AutoCloseable {

    public static final String PREFIX = SipCase.MEDIA_PREFIX;

    private static final int CALLER_SSRC = 0x0ca11e12;
    private static final int CALLEE_SSRC = 0x0ca11ee5;

    private final MediaEndpoint callerMedia = new MediaEndpoint(Sipp.CALLER_IP, CALLER_SSRC);
    private final MediaEndpoint calleeMedia = new MediaEndpoint(Sipp.CALLEE_IP, CALLEE_SSRC);
    private final Sipp callee = Sipp.callee("uas_media", keys(calleeMedia));

    /** Where the call is to be routed to. */
    public UdpEndpoint callee() {
        return callee.sip();
    }

    /**
     * Places the call, talks, hangs up.
     *
     * @param heardByCaller what the caller reports about what it hears
     * @return the call as the caller's SIPp logged it
     */
    public SippCall talk(
            UdpEndpoint proxy,
            Duration duration,
            MediaQuality heardByCaller,
            MediaQuality heardByCallee) {
        try (Sipp caller = Sipp.mediaCaller(PREFIX + "001", proxy, duration, keys(callerMedia))) {
            int relayOfCallee = port("SDP of the offer", callee);
            int relayOfCaller = port("SDP of the answer", caller);
            callerMedia.talk(
                    new UdpEndpoint(RtpEngine.IP, relayOfCaller), CALLEE_SSRC, heardByCaller, 0);
            calleeMedia.talk(
                    new UdpEndpoint(RtpEngine.IP, relayOfCallee), CALLER_SSRC, heardByCallee, 250);
            return caller.awaitCalls().get(0);
        } finally {
            callerMedia.hush();
            calleeMedia.hush();
        }
    }

    /** RTCP packets sent by both ends. */
    public int reports() {
        return callerMedia.reports() + calleeMedia.reports();
    }

    /** RTP packets that reached the caller through rtpengine. */
    public int packetsHeardByCaller() {
        return callerMedia.received();
    }

    /** RTP packets that reached the callee through rtpengine. */
    public int packetsHeardByCallee() {
        return calleeMedia.received();
    }

    @Override
    public void close() {
        callee.close();
        callerMedia.close();
        calleeMedia.close();
    }

    private static Map<String, String> keys(MediaEndpoint media) {
        return Map.of("rtp_ip", media.rtp().ip(), "rtp_port", String.valueOf(media.rtp().port()));
    }

    /** rtpengine's port, which the scenario logs. */
    private static int port(String what, Sipp sipp) {
        List<String> log =
                Await.until(what, Duration.ofSeconds(60), sipp::log, lines -> !lines.isEmpty());
        return Integer.parseInt(log.get(0).trim());
    }
}
