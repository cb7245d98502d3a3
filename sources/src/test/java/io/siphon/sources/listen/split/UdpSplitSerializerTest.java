package io.siphon.sources.listen.split;

import io.siphon.sources.journal.JournalPosition;

import org.apache.flink.core.memory.DataOutputSerializer;

import org.junit.jupiter.api.Test;

import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UdpSplitSerializerTest {

    private final UdpSplitSerializer serializer = new UdpSplitSerializer();

    @Test
    void aSplitComesBackAsItWas() throws Exception {
        for (JournalPosition position :
                new JournalPosition[] {null, new JournalPosition(1_700_000_000_000_000L, 24)}) {
            UdpSplit split = new UdpSplit(3, "2001:db8::1", 9060, true, position);
            assertThat(again(split)).isEqualTo(split);
            assertThat(again(split.deaf())).isEqualTo(split.deaf());
        }
    }

    @Test
    void soDoesWhatIsKnownOfClocks() throws Exception {
        UdpSplit split = UdpSplit.socket(3, "::1", 9060).withClocks(new byte[] {1, 2, 3});
        assertThat(again(split).clocks()).containsExactly(1, 2, 3);
        assertThat(again(split.withClocks(null)).clocks()).isNull();
    }

    @Test
    void ofASplitOfVersion2NoClockIsKnown() throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(32);
        out.writeInt(1);
        out.writeUTF("127.0.0.1");
        out.writeInt(9060);
        out.writeBoolean(true);
        out.writeBoolean(true);
        out.writeLong(7);
        out.writeLong(24);
        assertThat(serializer.deserialize(2, out.getCopyOfBuffer()))
                .isEqualTo(new UdpSplit(1, "127.0.0.1", 9060, true, new JournalPosition(7, 24)));
    }

    private UdpSplit again(UdpSplit split) throws IOException {
        return serializer.deserialize(serializer.getVersion(), serializer.serialize(split));
    }

    @Test
    void aSplitOfVersion1ListensAndHasNoPlace() throws Exception {
        DataOutputSerializer out = new DataOutputSerializer(32);
        out.writeInt(1);
        out.writeUTF("127.0.0.1");
        out.writeInt(9060);
        assertThat(serializer.deserialize(1, out.getCopyOfBuffer()))
                .isEqualTo(new UdpSplit(1, "127.0.0.1", 9060, true, null));
    }

    @Test
    void anUnknownVersionIsAnError() {
        assertThatThrownBy(() -> serializer.deserialize(9, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 9, expected 1");
    }
}
