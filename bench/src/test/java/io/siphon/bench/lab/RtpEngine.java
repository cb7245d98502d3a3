package io.siphon.bench.lab;

import io.siphon.bench.server.ServerProcess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Debian's rtpengine in user space: relays media, and reports the RTCP that it sees over HEP 3. */
public final class RtpEngine implements AutoCloseable {

    public static final String IP = "127.0.0.40";

    /** The chunk 0x0c of its HEP. */
    public static final int CAPTURE_ID = 3001;

    private static final int PORTS = 100;

    private final ServerProcess server = new ServerProcess("rtpengine", "root");
    private final UdpEndpoint control = UdpEndpoint.free(IP);

    private RtpEngine() {}

    /** Starts one that sends its HEP there. */
    public static RtpEngine start(UdpEndpoint captureServer) {
        RtpEngine engine = new RtpEngine();
        try {
            // In place of /etc/rtpengine/rtpengine.conf, which wants the kernel module.
            Path config =
                    Files.writeString(
                            engine.server.folder().resolve("rtpengine.conf"), "[rtpengine]\n");
            int firstPort = UdpEndpoint.free(IP).port() / PORTS * PORTS;
            engine.server.start(
                    List.of(
                            ServerProcess.binary("rtpengine-daemon", "/usr/bin/rtpengine"),
                            "--config-file=" + config,
                            "--foreground",
                            "--log-stderr",
                            "--log-level=5",
                            "--table=-1",
                            "--num-threads=2",
                            "--interface=" + IP,
                            "--listen-ng=" + engine.control,
                            "--port-min=" + firstPort,
                            "--port-max=" + (firstPort + PORTS - 1),
                            "--homer=" + captureServer,
                            "--homer-protocol=udp",
                            "--homer-id=" + CAPTURE_ID),
                    engine::ping);
            return engine;
        } catch (IOException e) {
            engine.close();
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            engine.close();
            throw e;
        }
    }

    /** Where Kamailio reaches it. */
    public UdpEndpoint control() {
        return control;
    }

    /** The last lines of its log. */
    public String tail() {
        return server.tail();
    }

    @Override
    public void close() {
        server.stop("TERM");
        server.close();
    }

    /** In its ng protocol: a cookie, then bencode. */
    private void ping() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName(IP))) {
            socket.setSoTimeout(500);
            byte[] ping = "1 d7:command4:pinge".getBytes(StandardCharsets.US_ASCII);
            socket.send(new DatagramPacket(ping, ping.length, control.address()));
            DatagramPacket pong = new DatagramPacket(new byte[1_500], 1_500);
            socket.receive(pong);
            String answer =
                    new String(pong.getData(), 0, pong.getLength(), StandardCharsets.US_ASCII);
            if (!answer.contains("4:pong")) {
                throw new IOException(answer);
            }
        }
    }
}
