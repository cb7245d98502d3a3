package io.siphon.udf.sip;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StatusClassTest {

    @Test
    void isTheFirstDigit() {
        assertThat(StatusClass.of(100).tag()).isEqualTo("1xx");
        assertThat(StatusClass.of(299)).isEqualTo(StatusClass.SUCCESS);
        assertThat(StatusClass.of(302)).isEqualTo(StatusClass.REDIRECTION);
        assertThat(StatusClass.of(486)).isEqualTo(StatusClass.CLIENT_ERROR);
        assertThat(StatusClass.of(503)).isEqualTo(StatusClass.SERVER_ERROR);
        assertThat(StatusClass.of(699).tag()).isEqualTo("6xx");
    }

    @Test
    void isNoneForRequestsAndDamagedCodes() {
        assertThat(StatusClass.of(0)).isEqualTo(StatusClass.NONE);
        assertThat(StatusClass.of(-1)).isEqualTo(StatusClass.NONE);
        assertThat(StatusClass.of(700)).isEqualTo(StatusClass.NONE);
    }
}
