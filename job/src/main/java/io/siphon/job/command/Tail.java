package io.siphon.job.command;

import io.siphon.job.ConfigurationException;
import io.siphon.sources.EpochMicros;
import io.siphon.sources.hep.ClockWindow;
import io.siphon.sources.hep.HepDecoder;
import io.siphon.sources.hep.HepPeer;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.concurrent.Callable;

/** {@code siphon tail}: is anything arriving? */
@Command(
        name = "tail",
        description =
                "Print what arrives, one line a message. Nothing is stored; it needs the port for"
                        + " itself.",
        mixinStandardHelpOptions = true)
public final class Tail implements Callable<Integer> {

    private static final int MAX_DATAGRAM = 65_535;

    @Option(
            names = "--port",
            defaultValue = "9060",
            description = "UDP port to listen on (default: 9060).")
    private int port;

    @Option(names = "--body", description = "Print each message whole.")
    private boolean body;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "0",
            description = "End after this many datagrams (default: never).")
    private long count;

    @Override
    public Integer call() throws IOException {
        // a replayed capture's time is worth seeing as it is
        HepDecoder decoder =
                new HepDecoder(ClockWindow.of(Duration.ofDays(36_500), Duration.ofDays(36_500)));
        PacketPrinter printer = new PacketPrinter(System.out, body);
        try (DatagramChannel channel = open()) {
            System.err.println("listening on udp " + port + ", Ctrl-C ends");
            ByteBuffer buffer = ByteBuffer.allocate(MAX_DATAGRAM);
            for (long n = 0; count == 0 || n < count; n++) {
                InetSocketAddress sender = (InetSocketAddress) channel.receive(buffer.clear());
                printer.print(
                        decoder.decodeOrKeep(
                                buffer.array(),
                                0,
                                buffer.position(),
                                peer(sender, (InetSocketAddress) channel.getLocalAddress()),
                                EpochMicros.now()));
            }
        }
        return 0;
    }

    private DatagramChannel open() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            return channel.bind(new InetSocketAddress(port));
        } catch (IOException | IllegalArgumentException e) {
            channel.close();
            throw new ConfigurationException(
                    "cannot listen on udp "
                            + port
                            + ": "
                            + e.getMessage()
                            + "; is siphon run, or another collector, running? --port takes"
                            + " another",
                    e);
        }
    }

    private static HepPeer peer(InetSocketAddress sender, InetSocketAddress local) {
        return new HepPeer(
                sender.getAddress().getHostAddress(),
                sender.getPort(),
                local.getAddress().isAnyLocalAddress() ? "" : local.getAddress().getHostAddress(),
                local.getPort());
    }
}
