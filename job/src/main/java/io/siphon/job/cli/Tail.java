package io.siphon.job.cli;

import io.siphon.console.ConsoleException;
import io.siphon.console.store.Store;
import io.siphon.console.store.StoreAddress;
import io.siphon.console.terminal.MessageFollower;
import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.JobConfig;
import io.siphon.schema.EpochMicros;
import io.siphon.sources.hep.ClockWindow;
import io.siphon.sources.hep.HepDecoder;
import io.siphon.sources.hep.HepPeer;
import io.siphon.sources.listen.tcp.TcpCounts;
import io.siphon.sources.listen.tcp.TcpListener;
import io.siphon.sources.listen.tcp.TcpMessages;
import io.siphon.sources.listen.tcp.TcpSettings;
import io.siphon.sources.sender.SenderGuard;

import org.apache.flink.configuration.Configuration;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import javax.annotation.Nullable;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;

/** {@code siphon tail}: prints received messages, to check whether any arrive. */
@Command(
        name = "tail",
        description =
                "Print messages, one line each. If siphon run has the port, or with a QUERY,"
                        + " print the messages that it stores. Otherwise listen on the port, and store"
                        + " nothing.",
        mixinStandardHelpOptions = true)
public final class Tail implements Callable<Integer> {

    private static final int MAX_DATAGRAM = 65_535;

    @Parameters(
            paramLabel = "QUERY",
            arity = "0..*",
            description =
                    "In the query language of messages (docs/console.md): method:INVITE, status:5xx.")
    private List<String> query = List.of();

    @Mixin private ConfigurationMixin configuration;

    @Option(
            names = "--port",
            description = "UDP and TCP port to listen on (default: that of hep.udp.bind).")
    @Nullable
    private Integer chosenPort;

    private int port;

    @Option(names = "--body", description = "Print whole messages.")
    private boolean body;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "0",
            description = "Exit after this many messages (default: never).")
    private long count;

    private long printed;

    @Override
    public Integer call() throws Exception {
        if (!query.isEmpty()) {
            return follow();
        }
        port = chosenPort == null ? configuredPort() : chosenPort;
        if (isTaken()) {
            try {
                return follow();
            } catch (ConsoleException e) { // whoever has the port, it is no siphon of this store
                throw taken(
                        "cannot listen on udp "
                                + port
                                + ": it is taken, and there is no store to follow: "
                                + e.getMessage(),
                        e);
            }
        }
        // a replayed capture's time is worth seeing as it is
        HepDecoder decoder =
                new HepDecoder(ClockWindow.of(Duration.ofDays(36_500), Duration.ofDays(36_500)));
        PacketPrinter printer = new PacketPrinter(System.out, body);
        try (Selector selector = Selector.open();
                DatagramChannel udp = open();
                TcpListener tcp = open(local(udp))) {
            udp.configureBlocking(false).register(selector, SelectionKey.OP_READ);
            tcp.register(selector, new TcpCounts(), SenderGuard.everybody());
            System.err.println("listening on udp and tcp " + port + ", Ctrl-C ends");
            InetSocketAddress local = local(udp);
            TcpMessages sink =
                    (bytes, sender) -> {
                        if (isWanted()) {
                            printed++;
                            printer.print(
                                    decoder.decodeOrKeep(
                                            bytes,
                                            0,
                                            bytes.length,
                                            peer(sender, local),
                                            EpochMicros.now()));
                        }
                    };
            while (isWanted()) {
                selector.select();
                tcp.selected(selector.selectedKeys());
                selector.selectedKeys().clear();
                receive(udp, sink);
                tcp.receive(sink);
            }
        }
        return 0;
    }

    private int configuredPort() throws Exception {
        return JobConfig.from(configuration.load()).udpBind().port();
    }

    /** By a siphon, or by another collector: then its store says so. */
    private boolean isTaken() {
        try (DatagramChannel probe = DatagramChannel.open()) {
            probe.bind(new InetSocketAddress(port));
            return false;
        } catch (IOException | IllegalArgumentException e) {
            return e instanceof BindException;
        }
    }

    private int follow() throws Exception {
        Configuration loaded = configuration.load();
        StoreAddress store = Report.store(loaded);
        MessageFollower follower =
                new MessageFollower(
                        String.join(" ", query), body, TrunkNames.of(loaded), System.out);
        Store.open(store).close();
        System.err.println("following messages stored in " + store.title() + ", Ctrl-C ends");
        follower.follow(store, count);
        return 0;
    }

    private boolean isWanted() {
        return count == 0 || printed < count;
    }

    private void receive(DatagramChannel udp, TcpMessages sink) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(MAX_DATAGRAM);
        while (isWanted()) {
            InetSocketAddress sender = (InetSocketAddress) udp.receive(buffer.clear());
            if (sender == null) {
                return;
            }
            sink.message(Arrays.copyOf(buffer.array(), buffer.position()), sender);
        }
    }

    private DatagramChannel open() throws IOException {
        DatagramChannel channel = DatagramChannel.open();
        try {
            return channel.bind(new InetSocketAddress(port));
        } catch (IOException | IllegalArgumentException e) {
            channel.close();
            throw taken("cannot listen on udp " + port + ": " + e.getMessage(), e);
        }
    }

    private TcpListener open(InetSocketAddress local) {
        try {
            return TcpListener.open(
                    new TcpSettings(local.getAddress().getHostAddress(), port, Integer.MAX_VALUE));
        } catch (IOException e) {
            throw taken(e.getMessage(), e);
        }
    }

    private static ConfigurationException taken(String what, Exception e) {
        return new ConfigurationException(
                what + "; is siphon run, or another collector, running? If so, set --port", e);
    }

    private static InetSocketAddress local(DatagramChannel udp) throws IOException {
        return (InetSocketAddress) udp.getLocalAddress();
    }

    private static HepPeer peer(InetSocketAddress sender, InetSocketAddress local) {
        return new HepPeer(
                HepPeer.ip(sender.getAddress()),
                sender.getPort(),
                local.getAddress().isAnyLocalAddress() ? "" : HepPeer.ip(local.getAddress()),
                local.getPort());
    }
}
