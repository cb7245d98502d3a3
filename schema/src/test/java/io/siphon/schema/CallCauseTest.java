package io.siphon.schema;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class CallCauseTest {

    @ParameterizedTest
    @EnumSource
    void isReadBackFromItsTag(CallCause cause) {
        assertThat(CallCause.ofTag(cause.tag())).isEqualTo(cause);
        assertThat(cause.tag().length()).isLessThanOrEqualTo(CallVerdict.CAUSE_WIDTH);
    }

    @Test
    void ofALaterVersionIsUnknown() {
        assertThat(CallCause.ofTag("solar_flare")).isEqualTo(CallCause.UNKNOWN);
    }

    /** {@code docs/causes.md} says of every cause what the code says. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void isOnThePage(CallCause cause) throws Exception {
        assertThat(Files.readString(Path.of("../docs/causes.md")))
                .contains("| `%s` | %s | ".formatted(cause.tag(), cause.meaning()));
    }
}
