package io.siphon.console.web;

import io.siphon.schema.CallCause;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Values in words. */
class ShowTest {

    @Test
    void clockErrorsAreInUnitsThatPeopleRead() {
        assertThat(Show.clockError(0, 0)).isEqualTo("right");
        assertThat(Show.clockError(-3_600_000, -40_000)).isEqualTo("−60 min to −40 s");
        assertThat(Show.clockError(-7_200_000, 0)).isEqualTo("−2 h to 0 ms");
        assertThat(Show.clockError(350, 350)).isEqualTo("+350 ms");
        assertThat(Show.clockError(2_345, 150_000)).isEqualTo("+2.3 s to +2.5 min");
    }

    @Test
    void timersAreNamedAsInTheirRfc() {
        assertThat(Show.cause(CallCause.TIMER_B)).isEqualTo("Timer B");
        assertThat(Show.cause(CallCause.NO_ROUTE)).isEqualTo("no route");
    }
}
