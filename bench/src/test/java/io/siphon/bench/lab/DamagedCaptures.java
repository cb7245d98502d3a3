package io.siphon.bench.lab;

import io.siphon.sources.Captures;
import io.siphon.sources.Mutator;
import io.siphon.sources.archive.CaptureFiles;
import io.siphon.sources.pcap.PcapRecord;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Small captures of what real agents send and of what is on the wire, damaged: in their packets, in
 * the file that holds them, or in its compression. The same seed does the same.
 */
public final class DamagedCaptures {

    /** Of one capture: later ones are like the first. */
    private static final int RECORDS = 24;

    /** Of a file that is cut rather than made of records. */
    private static final int BYTES = 12_000;

    private static final List<String> WHOLE =
            List.of(
                    "kam-hep2-ipv6.raw.pcap.zst",
                    "kam-hep3-two-agents.raw.pcap.zst",
                    "kam-hep3-b2bua.raw.pcap.gz");

    private static final List<String> CUT =
            List.of("kam-hep3-b2bua.raw-nsec.pcap", "kam-hep3-b2bua.raw-pcapng.pcapng");

    private final SplittableRandom random;
    private final Mutator mutator;
    private final List<List<PcapRecord>> records = new ArrayList<>();
    private final List<byte[]> files = new ArrayList<>();

    public DamagedCaptures(long seed) throws IOException {
        random = new SplittableRandom(seed);
        mutator = new Mutator(seed);
        for (String name : Captures.names()) {
            records.add(begin(CaptureFiles.records(name + ".hep.pcap")));
        }
        for (String name : Captures.rawNames()) {
            records.add(begin(CaptureFiles.records(name + ".raw.pcap.zst")));
        }
        for (String name : WHOLE) {
            files.add(bytes(name));
        }
        for (String name : CUT) {
            files.add(Arrays.copyOf(bytes(name), BYTES));
        }
    }

    private static List<PcapRecord> begin(List<PcapRecord> all) {
        return all.subList(0, Math.min(RECORDS, all.size()));
    }

    private static byte[] bytes(String name) throws IOException {
        try (InputStream in = Captures.open(name)) {
            return in.readAllBytes();
        }
    }

    /** Epoch µs of an undamaged packet: most of the others are of the same year. */
    public long timeMicros() {
        return records.get(0).get(0).timeMicros();
    }

    /** Writes the next one, named as {@code siphon backfill} finds it. */
    public Path write(Path folder, int n) throws IOException {
        byte[] capture =
                switch (random.nextInt(4)) {
                    case 0 -> mutator.mutate(files.get(random.nextInt(files.size())));
                    case 1 -> mutator.mutate(CaptureFiles.pcap(any()));
                    default -> CaptureFiles.pcap(any().stream().map(this::damaged).toList());
                };
        Path file = folder.resolve("damaged-" + n + ".pcap");
        if (random.nextInt(5) > 0) {
            return Files.write(file, capture);
        }
        CaptureFiles.gzip(file, capture);
        return random.nextBoolean()
                ? file
                : Files.write(file, mutator.mutate(Files.readAllBytes(file)));
    }

    private List<PcapRecord> any() {
        return records.get(random.nextInt(records.size()));
    }

    /** Its time is wrong now and then, by up to as much as the format has. */
    private PcapRecord damaged(PcapRecord record) {
        byte[] data = mutator.mutate(record.data());
        long time =
                random.nextInt(50) > 0
                        ? record.timeMicros()
                        : random.nextLong(0xffff_ffffL) * 1_000_000;
        return new PcapRecord(time, record.linkType(), data.length, data);
    }
}
