package io.siphon.bench.lab;

import io.siphon.job.runtime.LiveFolder;
import io.siphon.sources.hep.ClockWindow;
import io.siphon.sources.hep.HepDecoder;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepPeer;
import io.siphon.sources.pcap.Datagram;
import io.siphon.sources.pcap.HepCapture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** What a Siphon has journalled, read as the captures that it is. */
public record JournalUnderTest(Path folder) {

    /** How many datagrams of agents it has, whole ones. */
    public long datagrams() {
        AtomicLong count = new AtomicLong();
        read(datagram -> count.incrementAndGet());
        return count.get();
    }

    /** When each was captured, and its MD5: as {@link StoreUnderTest#messages} has them. */
    public Set<String> messages() {
        HepDecoder decoder =
                new HepDecoder(ClockWindow.of(Duration.ofDays(1), Duration.ofMinutes(1)));
        Set<String> messages = new HashSet<>();
        read(
                datagram -> {
                    byte[] bytes = datagram.payload();
                    HepPacket packet =
                            decoder.decodeOrKeep(
                                    bytes,
                                    0,
                                    bytes.length,
                                    HepPeer.of(datagram.sourceIp()),
                                    datagram.timeMicros());
                    messages.add(packet.timeMicros() + " " + md5(packet.payload()));
                });
        return messages;
    }

    private void read(Consumer<Datagram> sink) {
        try {
            for (Path file : LiveFolder.deepestFirst(folder)) {
                // a segment that has just begun is empty
                if (file.toString().endsWith(".pcap") && Files.size(file) > 0) {
                    // what comes from port 0 is Siphon's own word that nobody listened
                    HepCapture.read(
                            file,
                            datagram -> {
                                if (datagram.sourcePort() != 0) {
                                    sink.accept(datagram);
                                }
                            });
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
