package io.siphon.udf.decode;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClockSkewsTest {

    private static final long SECOND = 1_000_000;
    private static final long NOON = 1_800_000_000L * SECOND;
    private static final long HOUR = 3600 * SECOND;

    private final ClockSkews skews = new ClockSkews();

    @Test
    void tellsOfAWrongClockAtOnceAndOnceAMinute() {
        assertThat(skews.of(packet("a", NOON, -HOUR)))
                .isEqualTo(new ClockSkew("a", "192.0.2.1", NOON, -HOUR, 0));
        assertThat(skews.of(packet("a", NOON + 59 * SECOND, -HOUR))).isNull();
        assertThat(skews.of(packet("a", NOON + 60 * SECOND, -HOUR + 900_000)))
                .isEqualTo(new ClockSkew("a", "192.0.2.1", NOON + 60 * SECOND, -HOUR + 900_000, 0));
    }

    @Test
    void tellsWhenAClockIsSet() {
        skews.of(packet("a", NOON, -HOUR));

        assertThat(skews.of(packet("a", NOON + SECOND, 5 * SECOND)))
                .isEqualTo(
                        new ClockSkew(
                                "a", "192.0.2.1", NOON + SECOND, 5 * SECOND, HOUR + 5 * SECOND));
        assertThat(skews.of(packet("a", NOON + 2 * SECOND, 0)))
                .isEqualTo(new ClockSkew("a", "192.0.2.1", NOON + 2 * SECOND, 0, -5 * SECOND));
        assertThat(skews.of(packet("a", NOON + 3 * SECOND, 0))).isNull();
    }

    @Test
    void saysNothingOfARightClockBesideAWrongOne() {
        skews.of(packet("a", NOON, -HOUR));

        assertThat(skews.of(packet("b", NOON, 0))).isNull();
    }

    private static HepPacket packet(String node, long trueTime, long offset) {
        return new HepPacket(
                trueTime + offset,
                trueTime,
                3,
                17,
                "192.0.2.9",
                5060,
                "192.0.2.8",
                5060,
                "192.0.2.1",
                node,
                HepProtocol.SIP,
                null,
                null,
                new byte[] {'x'},
                null,
                null,
                offset,
                0);
    }
}
