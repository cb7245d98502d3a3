package io.siphon.console.flow;

import io.siphon.schema.Trace;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FirstMessagesTest {

    private static Trace message(long micros, int bytes) {
        return new Trace(
                micros,
                micros,
                Trace.SIP,
                "n",
                null,
                new byte[bytes],
                "",
                "",
                "c",
                "INVITE",
                "",
                "",
                "",
                "",
                0);
    }

    @Test
    void keepsAllThatThereIsRoomForInTheOrderTheyCame() {
        FirstMessages first = new FirstMessages(3, 30);
        first.add(message(5, 10));
        first.add(message(2, 10));
        first.add(message(5, 10));

        assertThat(first.isCut()).isFalse();
        assertThat(first.all()).extracting(Trace::timeMicros).containsExactly(5L, 2L, 5L);
    }

    @Test
    void theLastGiveWayWhereTheirNumberIsTooLarge() {
        FirstMessages first = new FirstMessages(2, 1_000);
        first.add(message(7, 1));
        first.add(message(8, 1));
        first.add(message(9, 1));
        first.add(message(1, 1));

        assertThat(first.isCut()).isTrue();
        assertThat(first.all()).extracting(Trace::timeMicros).containsExactly(7L, 1L);
    }

    @Test
    void nothingLaterThanWhatWasLeftOutIsKeptThoughItIsSmall() {
        FirstMessages first = new FirstMessages(100, 25);
        first.add(message(1, 10));
        first.add(message(2, 20));
        first.add(message(3, 5));

        assertThat(first.isCut()).isTrue();
        assertThat(first.all()).extracting(Trace::timeMicros).containsExactly(1L);
    }
}
