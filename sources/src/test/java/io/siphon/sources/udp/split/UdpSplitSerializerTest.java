package io.siphon.sources.udp.split;

import org.junit.jupiter.api.Test;

import java.io.IOException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class UdpSplitSerializerTest {

    private final UdpSplitSerializer serializer = new UdpSplitSerializer();

    @Test
    void aSplitComesBackAsItWas() throws Exception {
        UdpSplit split = new UdpSplit(3, "2001:db8::1", 9060);
        assertThat(serializer.deserialize(serializer.getVersion(), serializer.serialize(split)))
                .isEqualTo(split);
    }

    @Test
    void anUnknownVersionIsAnError() {
        assertThatThrownBy(() -> serializer.deserialize(9, new byte[0]))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("version 9, expected 1");
    }
}
