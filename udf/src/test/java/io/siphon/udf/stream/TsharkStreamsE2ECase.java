package io.siphon.udf.stream;

import io.siphon.schema.RtpStream;
import io.siphon.udf.rtp.RtpPacket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Generated streams in a capture, as {@code tshark} counts them; skipped where it is missing. */
@Timeout(600)
class TsharkStreamsE2ECase {

    private static final int STREAMS = 40;
    private static final int FRAME = 14;
    private static final int IP = 20;
    private static final int UDP = 8;
    private static final int RTP = 12;

    @TempDir private Path folder;

    @Test
    void countsGeneratedStreamsAsTsharkDoes() throws Exception {
        assumeTrue(isInstalled(), "no tshark on the PATH");
        List<RtpPacket> packets = new ArrayList<>();
        for (int i = 0; i < STREAMS; i++) {
            packets.addAll(stream(i));
        }
        packets.sort(Comparator.comparingLong(RtpPacket::timeMicros));
        Path pcap = folder.resolve("generated.pcap");
        Files.write(pcap, pcap(packets));
        List<String> lines = tshark(pcap);
        List<RtpStream> ours = measure(WireCapture.read(pcap).rtp);

        assertThat(ours).hasSize(STREAMS);
        for (RtpStream stream : ours) {
            String ssrc = "0x%08X".formatted(stream.ssrc());
            String line = lines.stream().filter(l -> l.contains(ssrc)).findFirst().orElseThrow();
            String[] words = line.substring(line.indexOf(ssrc)).trim().split("\\s+");
            assertThat(stream.packets()).as(line).isEqualTo(Long.parseLong(words[2]));
            // tshark 4.0 counts a cycle more where a packet comes late at the wrap
            assertThat(stream.lost()).as(line).isEqualTo(Long.parseLong(words[3]) % 65_536);
            same(line, stream.longestGapMs(), words[7]);
            same(line, stream.jitterMeanMs(), words[9]);
            same(line, stream.jitterMaxMs(), words[10]);
        }
    }

    private static List<RtpPacket> stream(int index) {
        Random random = new Random(index);
        GeneratedStream.Trouble trouble = new GeneratedStream.Trouble();
        trouble.loss = random.nextInt(4) * 0.04;
        trouble.bursts = random.nextInt(3) * 0.01;
        trouble.late = random.nextInt(3) * 0.02;
        trouble.pauses = random.nextBoolean();
        return GeneratedStream.generate(random, trouble).stream()
                .map(sent -> to(sent.packet(), index))
                .toList();
    }

    private static RtpPacket to(RtpPacket p, int index) {
        return new RtpPacket(
                p.timeMicros(),
                p.node(),
                p.trunk(),
                p.source(),
                "udp:192.0.2.2:" + (20_000 + 2 * index),
                0x1000 + index,
                p.payloadType(),
                p.sequence(),
                p.timestamp(),
                p.marker(),
                p.payloadBytes(),
                0);
    }

    private static List<RtpStream> measure(List<RtpPacket> packets) throws Exception {
        try (StreamHarness harness = new StreamHarness()) {
            for (RtpPacket packet : packets) {
                harness.push(packet);
            }
            return harness.endOfInput().rows().stream().filter(RtpStream::ended).toList();
        }
    }

    private static void same(String what, double ours, String theirs) {
        double expected = Double.parseDouble(theirs);
        assertThat(ours).as(what).isCloseTo(expected, within(0.001 + 0.01 * expected));
    }

    private static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(bin -> Files.isExecutable(Path.of(bin, "tshark")));
    }

    private List<String> tshark(Path pcap) throws Exception {
        Path out = folder.resolve("tshark.txt");
        Process process =
                new ProcessBuilder(
                                "tshark",
                                "-q",
                                "-o",
                                "rtp.heuristic_rtp:TRUE",
                                "--enable-heuristic",
                                "rtp_udp",
                                "-z",
                                "rtp,streams",
                                "-r",
                                pcap.toString())
                        .redirectOutput(out.toFile())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        assertThat(process.waitFor()).isZero();
        // "25 (1.6%)": the share is a word of its own, the same in all versions
        return Files.readAllLines(out).stream().map(line -> line.replace(", ", ",")).toList();
    }

    /** Classic, in microseconds, Ethernet. */
    private static byte[] pcap(List<RtpPacket> packets) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
        header.putInt(0).putInt(0).putInt(65_535).putInt(1);
        out.write(header.array());
        for (RtpPacket packet : packets) {
            byte[] frame = frame(packet);
            ByteBuffer record = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
            record.putInt((int) (packet.timeMicros() / 1_000_000));
            record.putInt((int) (packet.timeMicros() % 1_000_000));
            record.putInt(frame.length).putInt(frame.length);
            out.write(record.array());
            out.write(frame);
        }
        return out.toByteArray();
    }

    private static byte[] frame(RtpPacket p) {
        int udp = UDP + RTP + p.payloadBytes();
        ByteBuffer frame = ByteBuffer.allocate(FRAME + IP + udp);
        frame.position(FRAME - 2);
        frame.putShort((short) 0x0800);
        frame.put((byte) 0x45).put((byte) 0).putShort((short) (IP + udp));
        frame.putShort((short) 0).putShort((short) 0).put((byte) 64).put((byte) 17);
        frame.putShort((short) 0).putInt(0xc0000201).putInt(0xc0000202);
        frame.putShort((short) 4000).putShort((short) port(p.destination()));
        frame.putShort((short) udp).putShort((short) 0);
        frame.put((byte) 0x80).put((byte) p.payloadType()).putShort((short) p.sequence());
        frame.putInt((int) p.timestamp()).putInt((int) p.ssrc());
        return frame.array();
    }

    private static int port(String socket) {
        return Integer.parseInt(socket.substring(socket.lastIndexOf(':') + 1));
    }
}
