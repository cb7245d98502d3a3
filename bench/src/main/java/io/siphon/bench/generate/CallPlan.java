package io.siphon.bench.generate;

import io.siphon.sources.hep.HepProtocol;

import javax.annotation.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SplittableRandom;

/** One call as a proxy's capture agent sees it on its caller's side: RFC 3261's and RFC 3550's. */
final class CallPlan {

    private static final int RTCP_EVERY_S = 5;
    private static final int PACKETS_A_SECOND = 50;
    private static final int OCTETS_A_PACKET = 160;

    private final Random random;
    private final long start;
    private final List<Planned> plan = new ArrayList<>();
    private final B2bua b2bua;

    /** Whether this is the leg that the B2BUA makes. */
    private final boolean second;

    final Outcome outcome;
    final String callId;
    final String callerIp;
    final String calleeIp;
    private final String caller;
    private final String callee;
    private final String fromTag;
    private final String toTag;
    private final int callerPort;
    private final int calleePort;
    private final String firstCallId;
    private final String callerMedia;
    private int cseq = 1;
    private String branch;

    /**
     * @param number of the call, from 0
     * @param startMicros µs after the traffic's start
     * @param seed of everything about this call
     * @param meanDuration null for a call that is answered and never ends
     */
    CallPlan(long number, long startMicros, long seed, @Nullable Duration meanDuration) {
        this(number, startMicros, seed, meanDuration, B2bua.NONE, false);
    }

    /**
     * One leg of a call through a B2BUA. Both legs of a number have the same random numbers, so
     * that they go the same way at the same times, but for what it takes to pass messages on.
     *
     * @param second whether it is the leg from there to the callee
     */
    CallPlan(
            long number,
            long startMicros,
            long seed,
            @Nullable Duration meanDuration,
            B2bua b2bua,
            boolean second) {
        this.b2bua = b2bua;
        this.second = second;
        // seeds that follow each other give Random first numbers that do so too: mix them
        random = new Random(new SplittableRandom(seed * 1_000_003 + number).nextLong());
        start = startMicros;
        Outcome drawn = Outcome.draw(random);
        outcome = meanDuration == null ? Outcome.ANSWERED : drawn;
        long id = random.nextLong();
        firstCallId = String.format("%016x-%d@198.51.100.10", id, number);
        callId = second ? String.format("%016x@%s", id * 31, B2bua.ADDRESS) : firstCallId;
        String phone = "198.51.100." + (10 + random.nextInt(40));
        String carrier = "203.0.113." + (10 + random.nextInt(8));
        callerIp = second ? B2bua.ADDRESS : phone;
        calleeIp = second || b2bua == B2bua.NONE ? carrier : B2bua.ADDRESS;
        callerMedia = second && b2bua != B2bua.TRANSPARENT ? B2bua.ADDRESS : phone;
        boolean prefixed = second && b2bua == B2bua.NOLINK;
        caller = (prefixed ? "0030" : "+4930") + (1_000_000 + random.nextInt(9_000_000));
        callee = (prefixed ? "0099" : "+4420") + (10_000_000 + random.nextInt(90_000_000));
        fromTag = Integer.toHexString(random.nextInt());
        toTag = Integer.toHexString(random.nextInt());
        int port = 10_000 + 2 * random.nextInt(10_000);
        callerPort = second && b2bua != B2bua.TRANSPARENT ? 50_000 - port : port;
        calleePort = 30_000 + 2 * random.nextInt(10_000);
        branch = branch();
        write(meanDuration);
    }

    List<Planned> messages() {
        return plan;
    }

    /** An UPDATE of the call's dialog (RFC 3311) and its answer. */
    List<Planned> refresh() {
        plan.clear();
        cseq++;
        branch = branch();
        request(0, "UPDATE", "");
        response(0, 200, "OK", "UPDATE", "");
        return plan;
    }

    private void write(@Nullable Duration meanDuration) {
        long at = 0;
        if (outcome == Outcome.CHALLENGED_THEN_ANSWERED) {
            at = challenged();
        }
        request(at, "INVITE", offer());
        response(at + 2000, 100, "Trying", "INVITE", "");
        at += millis(150, 900);
        switch (outcome) {
            case ANSWERED, CHALLENGED_THEN_ANSWERED -> answered(at, meanDuration);
            case CANCELLED -> cancelled(at);
            case BUSY -> refused(at, 486, "Busy Here");
            case NOT_FOUND -> refused(at, 404, "Not Found");
            case UNAVAILABLE -> refused(at, 480, "Temporarily Unavailable");
            case FAILED -> refused(at, 503, "Service Unavailable");
        }
    }

    /** By the first host: a B2BUA does not pass it on. */
    private long challenged() {
        long at = millis(5, 20);
        if (!second) {
            request(0, "INVITE", offer());
            response(at, 407, "Proxy Authentication Required", "INVITE", "");
            request(at + 1000, "ACK", "");
        }
        at += millis(20, 60);
        cseq++;
        branch = branch();
        return at;
    }

    private void answered(long ringing, @Nullable Duration meanDuration) {
        response(ringing, 180, "Ringing", "INVITE", "");
        long answer = ringing + millis(500, 4000);
        response(answer, 200, "OK", "INVITE", answer());
        String ack = branch;
        branch = branch();
        request(answer + millis(5, 30), "ACK", "");
        branch = ack;
        if (meanDuration == null) {
            return;
        }
        // exponential, as telephone calls are, but for the ends: 200 ms and five times the mean
        double length = Math.min(5, -Math.log(1 - random.nextDouble())) * meanDuration.toMillis();
        long end = answer + 1000 * Math.max(200, Math.round(length));
        rtcp(answer, end);
        boolean callerHangsUp = random.nextInt(10) < 6;
        bye(end, callerHangsUp);
    }

    private void cancelled(long ringing) {
        response(ringing, 180, "Ringing", "INVITE", "");
        long cancel = ringing + millis(1000, 6000);
        request(cancel, "CANCEL", "");
        response(cancel + 1000, 200, "canceling", "CANCEL", "");
        response(cancel + 3000, 487, "Request Terminated", "INVITE", "");
        request(cancel + 5000, "ACK", "");
    }

    private void refused(long at, int status, String reason) {
        response(at, status, reason, "INVITE", "");
        request(at + 2000, "ACK", "");
    }

    private void bye(long at, boolean callerHangsUp) {
        cseq++;
        branch = branch();
        String from = "<sip:" + caller + "@example.org>;tag=" + fromTag;
        String to = "<sip:" + callee + "@example.org>;tag=" + toTag;
        String uri = callerHangsUp ? callee + "@" + calleeIp : caller + "@" + callerIp;
        String head =
                head(callerHangsUp ? from : to, callerHangsUp ? to : from, cseq + " BYE")
                        + "Reason: Q.850;cause=16;text=\"Normal call clearing\"\r\n"
                        + "Content-Length: 0\r\n\r\n";
        add(at, HepProtocol.SIP, callerHangsUp, "BYE sip:" + uri + " SIP/2.0\r\n" + head);
        add(at + millis(5, 40), HepProtocol.SIP, !callerHangsUp, "SIP/2.0 200 OK\r\n" + head);
    }

    private void rtcp(long answer, long end) {
        int jitter = 5 + random.nextInt(60);
        int lossIn256 = random.nextInt(5) == 0 ? 1 + random.nextInt(12) : 0;
        long lost = 0;
        int seconds = RTCP_EVERY_S;
        for (long at = answer + 1_000_000L * RTCP_EVERY_S;
                at < end;
                at += 1_000_000L * RTCP_EVERY_S) {
            long packets = (long) seconds * PACKETS_A_SECOND;
            lost += (long) lossIn256 * RTCP_EVERY_S * PACKETS_A_SECOND / 256;
            add(at, HepProtocol.RTCP_JSON, true, report(1, 2, packets, jitter, lossIn256, lost));
            add(at + 700, HepProtocol.RTCP_JSON, false, report(2, 1, packets, jitter / 2, 0, 0));
            seconds += RTCP_EVERY_S;
        }
    }

    private String report(int from, int of, long packets, int jitter, int fraction, long lost) {
        return String.format(
                Locale.ROOT,
                "{\"sender_information\":{\"ntp_timestamp_sec\":%d,\"ntp_timestamp_usec\":0,"
                        + "\"octets\":%d,\"rtp_timestamp\":%d,\"packets\":%d},\"ssrc\":%d,"
                        + "\"type\":200,\"report_count\":1,\"report_blocks\":[{\"source_ssrc\":%d,"
                        + "\"highest_seq_no\":%d,\"fraction_lost\":%d,\"ia_jitter\":%d,"
                        + "\"packets_lost\":%d,\"lsr\":0,\"dlsr\":0}]}",
                4_000_000_000L + packets / PACKETS_A_SECOND,
                packets * OCTETS_A_PACKET,
                packets * OCTETS_A_PACKET,
                packets,
                ssrc(from),
                ssrc(of),
                packets,
                fraction,
                jitter,
                lost);
    }

    private long ssrc(int side) {
        return (callId.hashCode() * 31L + side) & 0xffff_ffffL;
    }

    private void request(long at, String method, String body) {
        boolean inDialog = method.equals("ACK") || method.equals("UPDATE");
        String to = "<sip:" + callee + "@example.org>" + (inDialog ? ";tag=" + toTag : "");
        add(
                at,
                HepProtocol.SIP,
                true,
                method
                        + " sip:"
                        + callee
                        + "@example.org SIP/2.0\r\n"
                        + head(
                                "<sip:" + caller + "@example.org>;tag=" + fromTag,
                                to,
                                cseq + " " + method)
                        + "Contact: <sip:"
                        + caller
                        + "@"
                        + callerIp
                        + ":5060>\r\n"
                        + "User-Agent: Siphon generate\r\n"
                        + (second && b2bua == B2bua.SBC ? "X-CID: " + firstCallId + "\r\n" : "")
                        + body(body));
    }

    private void response(long at, int status, String reason, String method, String body) {
        String to = "<sip:" + callee + "@example.org>" + (status == 100 ? "" : ";tag=" + toTag);
        add(
                at,
                HepProtocol.SIP,
                false,
                "SIP/2.0 "
                        + status
                        + " "
                        + reason
                        + "\r\n"
                        + head(
                                "<sip:" + caller + "@example.org>;tag=" + fromTag,
                                to,
                                cseq + " " + method)
                        + "Server: Siphon generate\r\n"
                        + body(body));
    }

    private String head(String from, String to, String cseqValue) {
        return "Via: SIP/2.0/UDP "
                + callerIp
                + ":5060;branch="
                + branch
                + ";rport\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: "
                + from
                + "\r\n"
                + "To: "
                + to
                + "\r\n"
                + "Call-ID: "
                + callId
                + "\r\n"
                + "CSeq: "
                + cseqValue
                + "\r\n";
    }

    private static String body(String sdp) {
        return (sdp.isEmpty() ? "" : "Content-Type: application/sdp\r\n")
                + "Content-Length: "
                + sdp.length()
                + "\r\n\r\n"
                + sdp;
    }

    private String offer() {
        return sdp(callerMedia, callerPort, "8 0 101");
    }

    private String answer() {
        return sdp(calleeIp, calleePort, "8 101");
    }

    private String sdp(String ip, int port, String formats) {
        String session = b2bua == B2bua.NONE ? "1 1" : 1_000_000L + port + " 1";
        return "v=0\r\no=- "
                + session
                + " IN IP4 "
                + ip
                + "\r\ns=-\r\nc=IN IP4 "
                + ip
                + "\r\nt=0 0\r\n"
                + "m=audio "
                + port
                + " RTP/AVP "
                + formats
                + "\r\n"
                + "a=rtpmap:101 telephone-event/8000\r\na=ptime:20\r\na=sendrecv\r\n";
    }

    /** The port that a side's message leaves from: RTCP is one above its RTP. */
    int port(boolean ofCaller, int protocol) {
        if (protocol == HepProtocol.SIP) {
            return 5060;
        }
        return (ofCaller ? callerPort : calleePort) + 1;
    }

    private String branch() {
        return "z9hG4bK" + Long.toHexString(random.nextLong());
    }

    private long millis(int from, int to) {
        return 1000L * (from + random.nextInt(to - from));
    }

    private void add(long at, int protocol, boolean fromCaller, String payload) {
        plan.add(
                new Planned(
                        start + at + later(fromCaller, payload),
                        protocol,
                        fromCaller,
                        this,
                        payload));
    }

    /**
     * How much later a message is for the B2BUA: all of the second leg, and of the first leg what
     * comes back by it, µs.
     */
    private long later(boolean fromCaller, String payload) {
        if (second || b2bua == B2bua.NONE) {
            return second ? B2bua.DELAY : 0;
        }
        boolean answer =
                payload.startsWith("SIP/2.0")
                        && !payload.startsWith("SIP/2.0 100")
                        && payload.contains("CSeq: " + cseq + " INVITE\r\n");
        boolean byeOfCallee =
                payload.contains(" BYE\r\n") && payload.startsWith("BYE") != fromCaller;
        return answer || byeOfCallee || payload.startsWith("ACK") ? 2 * B2bua.DELAY : 0;
    }
}
