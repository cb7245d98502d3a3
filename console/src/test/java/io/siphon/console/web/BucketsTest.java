package io.siphon.console.web;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BucketsTest {

    private static final long MINUTE = 60_000_000L;

    @Test
    void anEndThatIsAnEdgeBeginsNoPart() {
        Buckets whole = Buckets.of(10 * MINUTE, 26 * MINUTE, 60);

        assertThat(whole.seconds()).isEqualTo(60);
        assertThat(whole.first()).isEqualTo(600);
        assertThat(whole.count()).isEqualTo(16);
        assertThat(Buckets.of(10 * MINUTE + 1, 26 * MINUTE, 60).count()).isEqualTo(16);
        assertThat(Buckets.of(10 * MINUTE, 26 * MINUTE + 1, 60).count()).isEqualTo(17);
    }
}
