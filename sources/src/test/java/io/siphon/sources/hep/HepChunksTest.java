package io.siphon.sources.hep;

import io.siphon.sources.Bytes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.NoSuchElementException;

import static io.siphon.sources.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

class HepChunksTest {

    @Test
    void readsChunksInTheOrderOfTheWire() {
        byte[] raw = hex("0000 0020 0008 01a4  0004 0020 0007 ff  0000 0999 0006").array();
        assertThat(HepChunks.of(raw))
                .extracting(HepChunks.Chunk::vendor, HepChunks.Chunk::type, HepChunks.Chunk::known)
                .containsExactly(
                        tuple(0, 0x20, HepChunk.MOS), tuple(4, 0x20, null), tuple(0, 0x999, null));
    }

    @Test
    void findsByVendorAndType() {
        HepChunks chunks = HepChunks.of(hex("0004 0020 0007 ff  0000 0020 0008 ffff").array());
        assertThat(chunks.number(HepChunk.MOS, -1)).isEqualTo(65535); // unsigned
        assertThat(chunks.find(4, 0x20).number()).isEqualTo(255);
        assertThat(chunks.number(HepChunk.VLAN, -1)).isEqualTo(-1);
        assertThat(chunks.text(HepChunk.AUTH_KEY)).isNull();
        assertThat(chunks.find(HepVendor.HOMER, 0x20)).isNull();
    }

    @Test
    void isEmptyWhereNothingWasKept() {
        HepChunks none = HepChunks.of((byte[]) null);
        assertThat(none).isEmpty();
        assertThat(none.isEmpty()).isTrue();
        assertThatThrownBy(() -> none.iterator().next()).isInstanceOf(NoSuchElementException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"00", "0000 0020 0000", "0000 0020 0005", "0000 0020 0009 00"})
    void endsAtWhatIsNoChunk(String broken) {
        byte[] raw = hex("0000 0012 0008 0001").andHex(broken).array();
        assertThat(HepChunks.of(raw)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(HepChunk.class)
    void ownsItsNumber(HepChunk chunk) {
        assertThat(HepChunk.of(chunk.number())).isSameAs(chunk);
    }

    @Test
    void knowsNoOtherNumbers() {
        assertThat(HepChunk.of(-1)).isNull();
        assertThat(HepChunk.of(0)).isNull();
        assertThat(HepChunk.of(0x1f)).isNull(); // reserved
        assertThat(HepChunk.of(0x66)).isNull();
        assertThat(HepChunk.of(0xffff)).isNull();
    }

    @Test
    void writesChunks() {
        assertThat(HepChunk.VLAN.encode(100)).isEqualTo(hex("0000 0012 0008 0064").array());
        assertThat(HepChunk.SOURCE_MAC.encode(0xdeadbeef0001L))
                .isEqualTo(hex("0000 0014 000e 0000deadbeef0001").array());
        assertThat(HepChunk.AUTH_KEY.encode("myhep"))
                .isEqualTo(hex("0000 000e 000b 6d79686570").array());
        assertThat(HepChunk.encode(HepVendor.GENESYS, 0x80, new byte[] {1}))
                .isEqualTo(hex("0008 0080 0007 01").array());
        assertThatThrownBy(() -> HepChunk.PAYLOAD.encode(new byte[65530]))
                .hasMessage("chunk of 65536 bytes, expected at most 65535");
        assertThatThrownBy(() -> HepChunk.AUTH_KEY.encode(1))
                .hasMessage("AUTH_KEY is OCTETS, not a number");
    }

    @Test
    void leavesOutAType() {
        byte[] key = HepChunk.AUTH_KEY.encode("myhep");
        byte[] vlan = HepChunk.VLAN.encode(7);
        byte[] both = Bytes.hex("").and(key).and(vlan).and(key).array();

        assertThat(HepChunks.without(both, HepChunk.AUTH_KEY)).isEqualTo(vlan);
        assertThat(HepChunks.without(both, HepChunk.MOS)).isSameAs(both);
        assertThat(HepChunks.without(key, HepChunk.AUTH_KEY)).isNull();
        assertThat(HepChunks.without(null, HepChunk.AUTH_KEY)).isNull();
        byte[] broken = Bytes.hex("").and(vlan).andHex("0000 000e 0000").array();
        assertThat(HepChunks.without(broken, HepChunk.AUTH_KEY)).isSameAs(broken);
    }
}
