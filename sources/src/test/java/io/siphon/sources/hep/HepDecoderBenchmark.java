package io.siphon.sources.hep;

import io.siphon.sources.Captures;
import io.siphon.sources.pcap.Datagram;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Time and garbage of decoding one datagram, over those of a capture. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class HepDecoderBenchmark {

    @Param({
        "kam-hep3-basic",
        "kam-hep1-basic",
        "kam-hep2-ipv6",
        "ast-hep3-b2bua-rtcp",
        "agent-captagent-v3-zlib",
        "kam-sipdup-func-xheaders",
    })
    public String capture;

    private final HepDecoder decoder =
            new HepDecoder(ClockWindow.of(Duration.ofDays(1), Duration.ofHours(1)));
    private List<Datagram> datagrams;
    private HepPeer peer;
    private int next;

    @Setup
    public void load() {
        datagrams = Captures.datagrams(capture);
        peer = Captures.peer(datagrams.get(0));
    }

    @Benchmark
    public HepPacket decode() {
        Datagram datagram = datagrams.get(next++ % datagrams.size());
        byte[] payload = datagram.payload();
        return decoder.decodeOrKeep(payload, 0, payload.length, peer, datagram.timeMicros());
    }
}
