package io.siphon.udf.sip.peer;

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

import java.util.List;
import java.util.concurrent.TimeUnit;

/** One message with what identifies its dialog and transaction: Siphon's parser, pkts.io, JAIN. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class SipPeersBenchmark {

    @Param({"SIPHON", "PKTS", "JAIN"})
    public SipReader parser;

    /** INVITE with SDP, 1130 octets, or the seven messages of a dialog, 759 on average. */
    @Param({"invite", "dialog"})
    public String messages;

    private SipReader.Fields reader;
    private List<byte[]> octets;
    private int next;

    @Setup
    public void prepare() {
        reader = parser.reader();
        octets =
                messages.equals("invite")
                        ? List.of(DialogMessages.invite())
                        : DialogMessages.dialog();
    }

    @Benchmark
    public DialogFields identity() throws Exception {
        next = next + 1 == octets.size() ? 0 : next + 1;
        return reader.of(octets.get(next));
    }
}
