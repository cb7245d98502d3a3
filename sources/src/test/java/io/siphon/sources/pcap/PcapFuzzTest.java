package io.siphon.sources.pcap;

import io.siphon.sources.Bytes;
import io.siphon.sources.Captures;
import io.siphon.sources.Mutator;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Damaged capture files and frames: an IOException or none, and nothing else. */
class PcapFuzzTest {

    private static final int CASES = Integer.getInteger("siphon.fuzz.cases", 200_000) / 4;
    private static final List<String> TUNNELS =
            List.of(
                    "0fa0 9090 0000 0000 0100 0001 00 0a01c9 01",
                    "0fa0 17c1 0000 0000 02406558 00000100 0102800100000000",
                    "0868 0868 0000 0000 34ff 1000 00000001 0000 00 85 01 0900 00",
                    "06a5 06a5 0000 0000 0003 0000 00000007 11223344 00000000", // L2TPv3
                    "0fa0 1292 0000 0000 3000 6558 00000001 00000001", // GRE
                    "0fa0 19eb 0000 0000 00064040 000651ff", // MPLS, no control word
                    // Teredo, and in it EtherIP; an extension header and L2TPv3
                    "0dd8 0fa0 0000 0000 0000 f2f1 3fffffff 60000000 0000 61 40"
                            + "20010000000000000000000000000001 00000000000000000000000000000001"
                            + "3000",
                    "0fa0 0dd8 0000 0000 60000000 0000 3c 40"
                            + "20010000000000000000000000000001 00000000000000000000000000000001"
                            + "7300 010400000000 00000007");
    private static final long SEED = Long.getLong("siphon.fuzz.seed", 20_260_101);

    @Test
    void readsAnyFileOrSaysWhyNot() {
        List<byte[]> seeds = files();
        Mutator mutator = new Mutator(SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < CASES; i++) {
            byte[] file = mutator.mutate(seeds.get(random.nextInt(seeds.size())));
            try (PcapFile pcap = PcapFile.read(new ByteArrayInputStream(file))) {
                read(pcap);
            } catch (IOException e) {
                // said why
            } catch (RuntimeException | Error e) {
                throw new AssertionError("case " + i + ": " + Mutator.hex(file), e);
            }
        }
    }

    @Test
    void goesThroughAnyFrame() throws IOException {
        SplittableRandom random = new SplittableRandom(SEED);
        List<PcapRecord> seeds = new ArrayList<>();
        List<String> names = new ArrayList<>();
        Captures.names().forEach(name -> names.add(name + ".hep.pcap"));
        Captures.rawNames().forEach(name -> names.add(name + ".raw.pcap.zst"));
        for (String name : names) {
            List<PcapRecord> records = records(name);
            seeds.addAll(records.subList(0, Math.min(40, records.size())));
        }
        List.copyOf(seeds).forEach(seed -> seeds.add(inTunnels(seed, random)));
        Mutator mutator = new Mutator(SEED);
        WireMessages messages = new WireMessages(Wire.SETTINGS, packet -> {});
        for (int i = 0; i < 2 * CASES; i++) {
            PcapRecord seed = seeds.get(random.nextInt(seeds.size()));
            LinkType[] links = LinkType.values();
            int link =
                    random.nextInt(4) == 0
                            ? links[random.nextInt(links.length)].number()
                            : seed.linkType();
            byte[] data = mutator.mutate(seed.data());
            try {
                messages.accept(new PcapRecord(seed.timeMicros(), link, data.length, data));
            } catch (RuntimeException | Error e) {
                throw new AssertionError("case " + i + ": " + Mutator.hex(data), e);
            }
        }
    }

    /** In a tunnel (in GTP-U of an Ethernet frame the packet in it), or in several. */
    private static PcapRecord inTunnels(PcapRecord seed, SplittableRandom random) {
        byte[] data = seed.data();
        for (int depth = random.nextInt(1, 4); depth > 0; depth--) {
            String header = TUNNELS.get(random.nextInt(TUNNELS.size()));
            boolean bare = header.startsWith("0868") && data.length > 14;
            ByteBuffer frame = ByteBuffer.allocate(14 + 20 + 64 + data.length);
            frame.put(Bytes.hex("020000000001 020000000002 0800").array());
            frame.put(Bytes.hex("4500 0000 0001 0000 40 11 0000 0a000001 0a000002").array());
            frame.put(Bytes.hex(header).array());
            frame.put(data, bare ? 14 : 0, data.length - (bare ? 14 : 0));
            data = Arrays.copyOf(frame.array(), frame.position());
        }
        return new PcapRecord(seed.timeMicros(), seed.linkType(), data.length, data);
    }

    private static void read(PcapFile pcap) throws IOException {
        WireMessages messages = new WireMessages(Wire.SETTINGS, packet -> {});
        for (PcapRecord record = pcap.next(); record != null; record = pcap.next()) {
            messages.accept(record);
        }
        messages.end();
    }

    private static List<byte[]> files() {
        List<byte[]> files = new ArrayList<>();
        try {
            for (String name :
                    List.of(
                            "kam-hep3-fragmented.hep.pcap",
                            "heplify-v3-tcp-media.hep.pcap",
                            "kam-hep3-tcp.raw.pcap.zst")) {
                List<PcapRecord> records = records(name);
                PcapBytes classic =
                        PcapBytes.classic(
                                ByteOrder.LITTLE_ENDIAN, PcapBytes.MICROS, LinkType.ETHERNET);
                PcapBytes ng = PcapBytes.ng(ByteOrder.BIG_ENDIAN).ethernet(6);
                for (PcapRecord record : records.subList(0, 12)) {
                    classic.record(record.timeMicros() / 1_000_000, 0, record.data());
                    ng.packet(6, 0, record.timeMicros(), record.data());
                }
                files.add(classic.array());
                files.add(ng.array());
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return files;
    }

    private static List<PcapRecord> records(String name) throws IOException {
        try (InputStream in = Captures.open(name)) {
            return PcapBytes.read(in.readAllBytes());
        }
    }
}
