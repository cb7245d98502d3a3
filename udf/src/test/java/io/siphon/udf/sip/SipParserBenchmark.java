package io.siphon.udf.sip;

import io.siphon.udf.payload.Hop;
import io.siphon.udf.payload.PayloadException;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** What one INVITE of 1130 octets with SDP costs: {@code main} prints ns and octets of garbage. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SipParserBenchmark {

    private static final int SIZE = 1130;

    private static final String HEAD =
            """
            INVITE sip:+442071812000@lab.example.org SIP/2.0
            Record-Route: <sip:192.0.2.10;lr=on;ftag=2140SIPpTag001;did=a9f.3311>
            Via: SIP/2.0/UDP 192.0.2.10;branch=z9hG4bK2db6.b85842715390879dae322a5954dd3420.0
            Via: SIP/2.0/UDP 192.0.2.21:5160;received=192.0.2.21;rport=5160;branch=z9hG4bKi1-2140-1
            Max-Forwards: 69
            From: "Alice" <sip:+4930900000@lab.example.org>;tag=2140SIPpTag001
            To: <sip:+442071812000@lab.example.org>
            Call-ID: 1-2140@192.0.2.21
            CSeq: 1 INVITE
            Contact: <sip:+4930900000@192.0.2.21:5160;transport=UDP>
            User-Agent: Phone GX 1.0.11.64
            Allow: INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, REFER, NOTIFY, PRACK, UPDATE, MESSAGE
            Supported: replaces, timer, 100rel
            P-Asserted-Identity: <sip:+4930900000@lab.example.org>
            Content-Type: application/sdp
            Content-Length: %d

            """;

    private static final String BODY =
            """
            v=0
            o=- 53891 1 IN IP4 192.0.2.21
            s=call
            c=IN IP4 192.0.2.21
            t=0 0
            m=audio 6004 RTP/AVP 8 0 101
            a=rtpmap:8 PCMA/8000
            a=rtpmap:0 PCMU/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-16
            a=ptime:20
            a=sendrecv
            """;

    private final SipParser parser = new SipParser();
    private final Hop hop =
            new Hop(1, "2001", "udp:192.0.2.10:5060", "udp:192.0.2.31:5060", "", "out", null);
    private byte[] invite;

    @Setup
    public void makeInvite() {
        String body = BODY.replace("\n", "\r\n");
        int missing = SIZE - text(body).length();
        invite = text("a=tool:" + "x".repeat(missing - 9) + "\r\n" + body).getBytes(US_ASCII);
        if (invite.length != SIZE) {
            throw new IllegalStateException("expected " + SIZE + " octets, got " + invite.length);
        }
    }

    private static String text(String body) {
        return String.format(HEAD, body.length()).replace("\n", "\r\n") + body;
    }

    /** The columns of the raw store. */
    @Benchmark
    public void columns(Blackhole hole) throws PayloadException {
        parser.parse(invite);
        hole.consume(parser.callId());
        hole.consume(parser.method());
        hole.consume(parser.statusText());
        hole.consume(parser.fromTag());
        hole.consume(parser.toTag());
    }

    /** What identifies dialog and transaction. */
    @Benchmark
    public void identity(Blackhole hole) throws PayloadException {
        parser.parse(invite);
        hole.consume(parser.callId());
        hole.consume(parser.fromUri());
        hole.consume(parser.fromTag());
        hole.consume(parser.toUri());
        hole.consume(parser.toTag());
        hole.consume(parser.cseq());
        hole.consume(parser.method());
        hole.consume(parser.branch());
        hole.consume(parser.requestUri());
        hole.consume(parser.status());
    }

    /** Everything, SDP included. */
    @Benchmark
    public SipMessage message() throws PayloadException {
        parser.parse(invite);
        return parser.toMessage(hop);
    }

    public static void main(String[] arguments) throws RunnerException {
        new Runner(
                        new OptionsBuilder()
                                .include(SipParserBenchmark.class.getName())
                                .addProfiler(GCProfiler.class)
                                .build())
                .run();
    }
}
