package io.siphon.sources.archive.reader;

import io.siphon.sources.pcap.PcapFile;
import io.siphon.sources.pcap.PcapRecord;

import java.io.IOException;
import java.nio.file.Path;

/** As the enumerator finds it. */
final class FirstPacket {

    static long micros(Path file) {
        try (PcapFile pcap = PcapFile.open(file)) {
            PcapRecord first = pcap.next();
            return first == null ? Long.MIN_VALUE : first.timeMicros();
        } catch (IOException e) {
            return Long.MIN_VALUE;
        }
    }

    private FirstPacket() {}
}
