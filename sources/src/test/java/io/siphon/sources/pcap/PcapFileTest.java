package io.siphon.sources.pcap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PcapFileTest {

    private static final long SECONDS = 1_795_399_032;
    private static final long TIME = SECONDS * 1_000_000 + 381_438;
    private static final byte[] DATA = {1, 2, 3, 4, 5};

    @ParameterizedTest
    @CsvSource({
        "BIG_ENDIAN, 0xa1b2c3d4, 381438",
        "LITTLE_ENDIAN, 0xa1b2c3d4, 381438",
        "BIG_ENDIAN, 0xa1b23c4d, 381438999",
        "LITTLE_ENDIAN, 0xa1b23c4d, 381438999",
    })
    void readsClassicFilesOfBothOrdersAndPrecisions(String order, String magic, int fraction)
            throws IOException {
        byte[] file =
                PcapBytes.classic(order(order), Long.decode(magic).intValue(), LinkType.LINUX_SLL2)
                        .record(SECONDS, fraction, DATA)
                        .record(SECONDS, 0, new byte[0])
                        .array();

        List<PcapRecord> records = PcapBytes.read(file);

        assertThat(records).hasSize(2);
        assertThat(records.get(0))
                .usingRecursiveComparison()
                .isEqualTo(new PcapRecord(TIME, 276, 5, DATA));
        assertThat(records.get(1).data()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BIG_ENDIAN", "LITTLE_ENDIAN"})
    void readsPcapng(String order) throws IOException {
        byte[] file =
                PcapBytes.ng(order(order))
                        .block(0x0bad, 7, 7) // unknown
                        .ethernet(6)
                        .ethernet(9)
                        .ethernet(0x80 | 20)
                        .packet(6, 0, TIME, DATA)
                        .packet(6, 1, TIME * 1000 + 999, DATA)
                        .packet(6, 2, (SECONDS << 20) + (1 << 19), DATA)
                        .packet(2, 0, TIME, DATA)
                        .simplePacket(DATA)
                        .section() // begins anew: no interfaces
                        .ethernet(3)
                        .packet(6, 0, TIME / 1000, DATA)
                        .array();

        List<PcapRecord> records = PcapBytes.read(file);

        assertThat(records)
                .extracting(PcapRecord::timeMicros)
                .containsExactly(
                        TIME, TIME, SECONDS * 1_000_000 + 500_000, TIME, TIME, TIME / 1000 * 1000);
        assertThat(records).allSatisfy(r -> assertThat(r.data()).isEqualTo(DATA));
        assertThat(records).extracting(PcapRecord::linkType).containsOnly(1);
    }

    @Test
    void readsGzippedFiles(@TempDir Path directory) throws IOException {
        Path path = directory.resolve("a.pcap.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write(oneRecord());
        }
        try (PcapFile file = PcapFile.open(path)) {
            assertThat(file.next().data()).isEqualTo(DATA);
            assertThat(file.next()).isNull();
            assertThat(file.truncated()).isFalse();
        }
    }

    @Test
    void readsUpToWhereTheFileWasCut() throws IOException {
        byte[] whole = oneRecord();
        for (int length = 24; length < whole.length; length++) {
            PcapFile file = PcapFile.read(new ByteArrayInputStream(Arrays.copyOf(whole, length)));
            assertThat(file.next()).isNull();
            assertThat(file.truncated()).as("%d bytes", length).isEqualTo(length > 24);
            assertThat(file.next()).isNull();
        }
    }

    @Test
    void refusesFilesThatAreNoCapture() {
        assertThatThrownBy(() -> PcapBytes.read("HEP3, not pcap".getBytes(StandardCharsets.UTF_8)))
                .hasMessage("the file begins with 0x48455033, expected pcap or pcapng");
        assertThatThrownBy(() -> PcapBytes.read(new byte[0]))
                .hasMessage("the file ends in its header, expected pcap or pcapng");
        assertThatThrownBy(() -> PcapBytes.read(Arrays.copyOf(oneRecord(), 23)))
                .hasMessage("the file ends in its header, expected pcap or pcapng");
    }

    // A file with a broken record length
    @Test
    void refusesRecordsOfImpossibleLength() {
        byte[] file = oneRecord();
        file[24 + 8] = (byte) 0x80;
        assertThatThrownBy(() -> PcapBytes.read(file))
                .isInstanceOf(IOException.class)
                .hasMessage("record says 2147483653 bytes, expected at most 262144");
    }

    @Test
    void refusesPacketsOfUnknownInterfaces() {
        byte[] file = PcapBytes.ng(ByteOrder.BIG_ENDIAN).packet(6, 1, TIME, DATA).array();
        assertThatThrownBy(() -> PcapBytes.read(file))
                .hasMessage("packet of interface 1, expected one of 0");
    }

    private static byte[] oneRecord() {
        return PcapBytes.classic(ByteOrder.BIG_ENDIAN, PcapBytes.MICROS, LinkType.ETHERNET)
                .record(SECONDS, 381_438, DATA)
                .array();
    }

    private static ByteOrder order(String name) {
        return name.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }
}
