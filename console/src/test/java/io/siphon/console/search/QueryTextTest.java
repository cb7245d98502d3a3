package io.siphon.console.search;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class QueryTextTest {

    @ParameterizedTest
    @CsvSource({
        "'',                      is:failed",
        "from:alice,              from:alice is:failed",
        "from:alice OR to:bob,    (from:alice OR to:bob) is:failed",
        "from:alice | to:bob,     (from:alice | to:bob) is:failed",
        "(from:alice OR to:bob),  (from:alice OR to:bob) is:failed",
        "'agent:\"a OR b\"',      'agent:\"a OR b\" is:failed'",
        // which cannot be understood, then as before
        "'agent:\"a OR b',        'agent:\"a OR b is:failed'"
    })
    void aTermNarrowsEveryAlternative(String query, String narrowed) {
        assertThat(QueryText.and(query, "is:failed")).isEqualTo(narrowed);
    }

    @Test
    void nothingNarrowsNothing() {
        assertThat(QueryText.and(" a OR b ", "")).isEqualTo("a OR b");
    }

    @ParameterizedTest
    @CsvSource({
        "is:failed,                         ''",
        "from:alice is:failed,              from:alice",
        "is:failed from:alice,              from:alice",
        "(from:alice OR to:bob) is:failed,  (from:alice OR to:bob)",
        "'agent:\"a  is:failed\" is:failed', 'agent:\"a  is:failed\"'",
        "is:failed OR to:bob,               to:bob",
        "to:bob OR is:failed,               to:bob",
        "a OR is:failed OR b,               a OR b",
        "a OR is:failed b,                  a OR b",
        "a is:failed OR b,                  a OR b",
        "a AND is:failed,                   a",
        "is:failed AND a,                   a",
        "a AND is:failed AND b,             a AND b",
        "a AND is:failed OR b,              a OR b",
        "a OR is:failed AND b,              a OR b",
        "is:failed is:failed,               ''"
    })
    void aTermGoesWithWhatJoinedIt(String query, String rest) {
        assertThat(QueryText.has(query, "is", "failed")).isTrue();
        assertThat(QueryText.without(query, "is", "failed")).isEqualTo(rest);
    }

    @ParameterizedTest
    @CsvSource({
        "!is:failed",
        "NOT is:failed",
        "is:!failed",
        "(is:failed OR a) b",
        "is:failed-over",
        "'\"is:failed\"'",
        "'agent:\"is:failed'"
    })
    void aTermOfAnotherMeaningStays(String query) {
        assertThat(QueryText.has(query, "is", "failed")).isFalse();
        assertThat(QueryText.without(query, "is", "failed")).isEqualTo(query);
    }
}
