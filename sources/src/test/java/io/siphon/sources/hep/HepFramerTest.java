package io.siphon.sources.hep;

import io.siphon.sources.Bytes;
import io.siphon.sources.Captures;
import io.siphon.sources.pcap.Datagram;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static io.siphon.sources.Bytes.hex;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class HepFramerTest {

    private final HepFramer framer = new HepFramer();
    private final List<byte[]> frames = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 6, 7, 100, 1448, 65536})
    void cutsFramesWhateverThePortions(int portion) throws HepException {
        List<byte[]> sent =
                Captures.datagrams("heplify-v3-tcp-media").stream().map(Datagram::payload).toList();
        Bytes stream = Bytes.hex("");
        sent.forEach(stream::and);
        byte[] bytes = stream.array();

        for (int at = 0; at < bytes.length; at += portion) {
            feed(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + portion)));
        }

        assertThat(frames).containsExactlyElementsOf(sent);
        assertThat(framer.pending()).isZero();
    }

    @Test
    void takesTheSmallestAndTheLargestFrame() throws HepException {
        byte[] smallest = Bytes.hex("").frame();
        byte[] largest = Bytes.hex("").and(HepChunk.PAYLOAD.encode(new byte[65_523])).frame();
        assertThat(largest).hasSize(65_535);
        feed(smallest);
        feed(Arrays.copyOf(largest, 10));
        feed(Arrays.copyOfRange(largest, 10, largest.length));
        feed(smallest);
        assertThat(frames).containsExactly(smallest, largest, smallest);
    }

    @Test
    void saysHowMuchOfAFrameIsThere() throws HepException {
        feed(hex("48455033 0010 0000 0007").array());
        assertThat(frames).isEmpty();
        assertThat(framer.pending()).isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource({
        "474554202f20485454502f312e31, not-hep",
        "48455033000548455033, bad-length",
        "48455033000648455033000700000000000000, not-hep", // no third frame
    })
    void givesUpWhereNoFrameBegins(String hex, String reason) {
        byte[] stream = hex(hex).array();
        assertThatThrownBy(() -> feed(stream))
                .isInstanceOf(HepException.class)
                .hasMessageStartingWith(reason);
        HepFramer slow = new HepFramer();
        assertThatThrownBy(
                        () -> {
                            for (int i = 0; i < stream.length; i++) {
                                slow.feed(stream, i, 1, (bytes, offset, length) -> {});
                            }
                        })
                .isInstanceOf(HepException.class)
                .hasMessageStartingWith(reason);
    }

    private void feed(byte[] bytes) throws HepException {
        byte[] within = Bytes.hex("ff").and(bytes).andHex("ff").array();
        framer.feed(
                within,
                1,
                bytes.length,
                (array, offset, length) ->
                        frames.add(Arrays.copyOfRange(array, offset, offset + length)));
    }
}
