package io.siphon.udf.sip;

import io.siphon.udf.payload.Hop;
import io.siphon.udf.payload.PayloadException;
import io.siphon.udf.sip.peer.DialogMessages;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

import java.util.concurrent.TimeUnit;

/** What one INVITE of 1130 octets with SDP costs. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class SipParserBenchmark {

    private final SipParser parser = new SipParser();
    private final Hop hop =
            new Hop(1, "2001", "udp:192.0.2.10:5060", "udp:192.0.2.31:5060", "", "out", null);
    private final byte[] invite = DialogMessages.invite();

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

    /** Everything, SDP included. */
    @Benchmark
    public SipMessage message() throws PayloadException {
        parser.parse(invite);
        return parser.toMessage(hop);
    }
}
