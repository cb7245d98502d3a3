package io.siphon.sources;

import org.junit.jupiter.api.Test;

import java.util.HashSet;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

class BoundedNamesTest {

    @Test
    void namesBeyondTheMostAreOthers() {
        BoundedNames names = new BoundedNames(2);
        assertThat(names.of("a")).isEqualTo("a");
        assertThat(names.of("b")).isEqualTo("b");
        assertThat(names.of("c")).isEqualTo("other");
        assertThat(names.of("a")).isEqualTo("a");
    }

    /** Somebody invents ten thousand before the real ones come, and goes on among them. */
    @Test
    void aFrequentNameIsFoundAmongNoise() {
        BoundedNames names = new BoundedNames(16);
        for (int i = 0; i < 10_000; i++) {
            names.of("forged" + i);
        }
        int hidden = 0;
        for (int i = 0; i < 10_000; i++) {
            names.of("more" + i);
            if (i % 10 == 0 && names.of("real").equals("other")) {
                hidden++;
            }
        }
        assertThat(hidden).isBetween(99, 300);
        assertThat(names.of("real")).isEqualTo("real");
    }

    @Test
    void howeverOftenTheyAreInventedTheyAreNoMore() {
        BoundedNames names = new BoundedNames(16);
        Set<String> used = new HashSet<>();
        for (int i = 0; i < 100; i++) {
            for (int n = 0; n < 10_000; n++) {
                used.add(names.of("forged" + i));
            }
        }
        assertThat(used).hasSize(16 + 2 + 1);
    }
}
