package io.siphon.bench.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One end of a call's media: sends G.711 every 20 ms and RTCP (RFC 3550) every half second. The
 * packets are real ones, those of the other end are received; only what the reports say of them is
 * given, so that a test knows it. SIPp sends RTP, but no RTCP.
 */
final class MediaEndpoint implements AutoCloseable {

    private static final int SAMPLES = 160;
    private static final long NTP_EPOCH = 2_208_988_800L;
    private static final int REPORT_INTERVAL_MS = 500;

    private final DatagramSocket rtp;
    private final DatagramSocket rtcp;
    private final int ssrc;
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
    private final AtomicInteger reports = new AtomicInteger();
    private final AtomicInteger received = new AtomicInteger();
    private int sequence;
    private int lost;
    private volatile int lastReportReceived;
    private volatile long lastReportAt;
    private volatile int highestReceived;

    MediaEndpoint(String ip, int ssrc) {
        this.ssrc = ssrc;
        DatagramSocket even = null;
        DatagramSocket odd = null;
        try {
            InetAddress address = InetAddress.getByName(ip);
            while (odd == null) {
                even = new DatagramSocket(0, address);
                odd = above(even, address);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        rtp = even;
        rtcp = odd;
        daemon(this::receiveRtp);
        daemon(this::receiveRtcp);
    }

    /** For the SDP. */
    UdpEndpoint rtp() {
        return new UdpEndpoint(rtp.getLocalAddress().getHostAddress(), rtp.getLocalPort());
    }

    /** How many reports it has sent. */
    int reports() {
        return reports.get();
    }

    /** How many RTP packets have arrived. */
    int received() {
        return received.get();
    }

    /**
     * Begins to send.
     *
     * @param delayMs of the first report
     */
    void talk(UdpEndpoint relay, int otherSsrc, MediaQuality quality, int delayMs) {
        clock.scheduleAtFixedRate(() -> sendRtp(relay), 0, 20, TimeUnit.MILLISECONDS);
        UdpEndpoint relayRtcp = new UdpEndpoint(relay.ip(), relay.port() + 1);
        clock.scheduleAtFixedRate(
                () -> sendRtcp(relayRtcp, otherSsrc, quality),
                delayMs,
                REPORT_INTERVAL_MS,
                TimeUnit.MILLISECONDS);
    }

    /** Ceases to send, for good. */
    void hush() {
        clock.shutdownNow();
    }

    @Override
    public void close() {
        hush();
        rtp.close();
        rtcp.close();
    }

    private void sendRtp(UdpEndpoint to) {
        ByteBuffer packet = ByteBuffer.allocate(12 + SAMPLES);
        packet.put((byte) 0x80).put((byte) 8); // PCMA
        packet.putShort((short) sequence).putInt(sequence * SAMPLES).putInt(ssrc);
        sequence++;
        send(rtp, packet, to);
    }

    private void sendRtcp(UdpEndpoint to, int otherSsrc, MediaQuality quality) {
        Instant now = Instant.now();
        lost += quality.fractionLost() * REPORT_INTERVAL_MS / 20 / 256;
        byte[] name = ("lab@" + rtp().ip()).getBytes(StandardCharsets.US_ASCII);
        int sdes = (4 + 2 + name.length + 1 + 3) / 4;
        ByteBuffer packet = ByteBuffer.allocate(52 + 4 + 4 * sdes);
        packet.put((byte) 0x81).put((byte) 200).putShort((short) 12).putInt(ssrc);
        packet.putInt((int) (now.getEpochSecond() + NTP_EPOCH)).putInt(fraction(now));
        packet.putInt(sequence * SAMPLES).putInt(sequence).putInt(sequence * SAMPLES);
        packet.putInt(otherSsrc).putInt(quality.fractionLost() << 24 | lost);
        packet.putInt(highestReceived).putInt(quality.jitter());
        packet.putInt(lastReportReceived).putInt(delay(quality));
        packet.put((byte) 0x81).put((byte) 202).putShort((short) sdes).putInt(ssrc);
        packet.put((byte) 1).put((byte) name.length).put(name);
        send(rtcp, packet, to);
        reports.incrementAndGet();
    }

    /** DLSR, in 1/65536 s: as long as it really was, less the round trip that we pretend. */
    private int delay(MediaQuality quality) {
        if (lastReportReceived == 0) {
            return 0;
        }
        long nanos = System.nanoTime() - lastReportAt - quality.roundTripMs() * 1_000_000L;
        return (int) Math.max(0, nanos * 65_536 / 1_000_000_000);
    }

    private void receiveRtp() {
        byte[] bytes = new byte[2_048];
        while (receive(rtp, bytes) >= 12) {
            received.incrementAndGet();
            highestReceived = ByteBuffer.wrap(bytes).getShort(2) & 0xffff;
        }
    }

    private void receiveRtcp() {
        byte[] bytes = new byte[2_048];
        while (receive(rtcp, bytes) >= 0) {
            if ((bytes[1] & 0xff) == 200) {
                lastReportAt = System.nanoTime();
                lastReportReceived = ByteBuffer.wrap(bytes).getInt(10);
            }
        }
    }

    private static int receive(DatagramSocket socket, byte[] bytes) {
        DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
        try {
            socket.receive(packet);
            return packet.getLength();
        } catch (IOException closed) {
            return -1;
        }
    }

    private static void send(DatagramSocket socket, ByteBuffer packet, UdpEndpoint to) {
        try {
            socket.send(new DatagramPacket(packet.array(), packet.capacity(), to.address()));
        } catch (IOException e) {
            if (!socket.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Of a second, in 1/2^32. */
    private static int fraction(Instant time) {
        return (int) (((long) time.getNano() << 32) / 1_000_000_000L);
    }

    private static DatagramSocket above(DatagramSocket even, InetAddress address) {
        if (even.getLocalPort() % 2 == 0) {
            try {
                return new DatagramSocket(even.getLocalPort() + 1, address);
            } catch (SocketException taken) {
                // another pair
            }
        }
        even.close();
        return null;
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "media-endpoint");
        thread.setDaemon(true);
        thread.start();
    }
}
