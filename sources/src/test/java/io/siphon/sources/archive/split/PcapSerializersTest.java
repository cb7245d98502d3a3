package io.siphon.sources.archive.split;

import io.siphon.sources.archive.enumerator.PcapEnumeratorState;
import io.siphon.sources.archive.enumerator.PcapEnumeratorStateSerializer;

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
        for (PcapSplit split : List.of(FILE, PcapSplit.memory(new byte[] {1, 2, 3}))) {
            assertThat(serializer.deserialize(1, serializer.serialize(split)))
                    .usingRecursiveComparison()
                    .isEqualTo(split);
        }
        assertThatThrownBy(() -> serializer.deserialize(2, new byte[0]))
                .hasMessage("capture split of version 2, expected 1");
    }

    @Test
    void bringsTheEnumeratorBack() throws IOException {
        PcapEnumeratorStateSerializer serializer = new PcapEnumeratorStateSerializer();
        PcapEnumeratorState state =
                new PcapEnumeratorState(true, Map.of(0, List.of(FILE, FILE), 3, List.of()));
        assertThat(serializer.deserialize(1, serializer.serialize(state)))
                .usingRecursiveComparison()
                .isEqualTo(state);
        assertThatThrownBy(() -> serializer.deserialize(2, new byte[0]))
                .hasMessage("capture enumerator of version 2, expected 1");
    }
}
