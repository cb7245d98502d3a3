package io.siphon.schema;

import org.junit.jupiter.api.Test;

import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

class TagLineTest {

    @Test
    void readsTags() {
        assertThat(TagLine.parse("code=200,method=INVITE"))
                .isEqualTo(Map.of("code", "200", "method", "INVITE"));
        assertThat(TagLine.parse("")).isEmpty();
    }

    @Test
    void readsWhatIsEscaped() {
        assertThat(TagLine.parse("node=a\\,b\\=c\\\\d,trunk=x=y"))
                .isEqualTo(Map.of("node", "a,b=c\\d", "trunk", "x=y"));
    }

    @Test
    void dropsTheHashOfALineThatWasTooLong() {
        assertThat(TagLine.parse("node=a,trunk~0123456789abcdef")).isEqualTo(Map.of("node", "a"));
    }
}
