package io.siphon.udf.edge;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class RecordBufferTest {

    private static final long NOON = 1_790_000_000_000_000L;

    @ParameterizedTest
    @ValueSource(
            longs = {
                0,
                1,
                -1,
                63,
                64,
                -64,
                -65,
                Integer.MAX_VALUE,
                Integer.MIN_VALUE,
                NOON,
                Long.MAX_VALUE,
                Long.MIN_VALUE
            })
    void numbersAreReadAsTheyWereWritten(long value) {
        RecordBuffer to = new RecordBuffer();
        to.beginAlone();
        to.number(value);
        to.integer((int) value);
        to.time(value / 2, NOON);
        RecordBuffer from = new RecordBuffer();
        from.begin(to.written());
        assertThat(from.number()).isEqualTo(value);
        assertThat(from.integer()).isEqualTo((int) value);
        assertThat(from.time(NOON)).isEqualTo(value / 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, NOON - 1, NOON, NOON + 1, NOON + 86_400_000_000L})
    void aTimeThatIsNearIsShort(long time) {
        RecordBuffer to = new RecordBuffer();
        to.beginAlone();
        to.time(time, NOON);
        assertThat(to.written()).hasSizeLessThanOrEqualTo(Math.abs(time - NOON) > NOON / 2 ? 9 : 8);
        RecordBuffer from = new RecordBuffer();
        from.begin(to.written());
        assertThat(from.time(NOON)).isEqualTo(time);
    }

    /** As state was written at first: numbers of four and of eight octets, big-endian. */
    @ParameterizedTest
    @ValueSource(longs = {0, -1, NOON, Long.MIN_VALUE})
    void theFirstFormatIsRead(long value) {
        byte[] octets =
                ByteBuffer.allocate(64)
                        .putInt(1)
                        .putLong(value)
                        .putInt((int) value)
                        .putLong(value)
                        .putInt(5)
                        .put("hello".getBytes(UTF_8))
                        .putInt(-1)
                        .putDouble(1.5)
                        .array();
        RecordBuffer from = new RecordBuffer();
        from.begin(octets);
        assertThat(from.integer()).isEqualTo(1);
        assertThat(from.number()).isEqualTo(value);
        assertThat(from.integer()).isEqualTo((int) value);
        assertThat(from.time(NOON)).isEqualTo(value);
        assertThat(from.text()).isEqualTo("hello");
        assertThat(from.text()).isNull();
        assertThat(from.real()).isEqualTo(1.5);
    }
}
