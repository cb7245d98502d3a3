package io.siphon.sources.archive.split;

import io.siphon.sources.archive.enumerator.PcapEnumeratorState;
import io.siphon.sources.archive.enumerator.PcapEnumeratorStateSerializer;

import org.apache.flink.core.memory.DataOutputSerializer;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PcapSerializersTest {

    private static final PcapSplit FILE = PcapSplit.file("file:/a/ü.pcap", 7).at(1L << 40, 3, 24);

    @Test
    void bringsSplitsBack() throws IOException {
        PcapSplitSerializer serializer = new PcapSplitSerializer();
        for (PcapSplit split :
                List.of(
                        FILE,
                        PcapSplit.part("file:/a/x.pcap", 7, 24, 4096, 9).at(80, 0, 0),
                        PcapSplit.memory(new byte[] {1, 2, 3}))) {
            assertThat(serializer.deserialize(2, serializer.serialize(split)))
                    .usingRecursiveComparison()
                    .isEqualTo(split);
        }
        assertThatThrownBy(() -> serializer.deserialize(3, new byte[0]))
                .hasMessage("capture split of version 3, expected 1 or 2");
    }

    @Test
    void bringsBackHowFarTheClockOfAFileIsOff() throws IOException {
        PcapSplitSerializer serializer = new PcapSplitSerializer();
        PcapSplit split = FILE.withClockOffset(-600_000_000).at(7, 1, 2);
        assertThat(serializer.deserialize(2, serializer.serialize(split)).clockOffset())
                .isEqualTo(-600_000_000);
    }

    /** Version 1 had no parts of files. */
    @Test
    void bringsSplitsOfTheFirstVersionBack() throws IOException {
        DataOutputSerializer first = new DataOutputSerializer(64);
        first.writeUTF("file:/a/x.pcap");
        for (long number : new long[] {7, 1L << 40, 3, 24}) {
            first.writeLong(number);
        }
        first.writeInt(0);
        assertThat(new PcapSplitSerializer().deserialize(1, first.getCopyOfBuffer()))
                .usingRecursiveComparison()
                .isEqualTo(PcapSplit.file("file:/a/x.pcap", 7).at(1L << 40, 3, 24));
    }

    @Test
    void bringsTheEnumeratorBack() throws IOException {
        PcapEnumeratorStateSerializer serializer = new PcapEnumeratorStateSerializer();
        PcapEnumeratorState state =
                new PcapEnumeratorState(true, Map.of(0, List.of(FILE, FILE), 3, List.of()));
        assertThat(serializer.deserialize(2, serializer.serialize(state)))
                .usingRecursiveComparison()
                .isEqualTo(state);
        assertThatThrownBy(() -> serializer.deserialize(3, new byte[0]))
                .hasMessage("capture enumerator of version 3, expected 1 or 2");
    }
}
