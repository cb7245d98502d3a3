package io.siphon.console.search;

import io.siphon.console.store.Dialect;

import org.junit.jupiter.api.Test;

import java.util.SplittableRandom;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pieces of queries in any order, and any characters: a query is understood or refused in one
 * sentence, and what is understood is SQL with a place for each value. {@code -Dsiphon.fuzz.cases=}
 * runs more.
 */
class QueryFuzzTest {

    private static final int CASES = Integer.getInteger("siphon.fuzz.cases", 50_000);
    private static final long SEED = Long.getLong("siphon.fuzz.seed", 20_260_101);

    private static final String[] PIECES = {
        "from:",
        "to:",
        "status:",
        "dur:",
        "mos:",
        "is:",
        "outcome:",
        "text:",
        "ip:",
        "up:",
        "nothing:",
        "(",
        ")",
        "!",
        " OR ",
        " AND ",
        " NOT ",
        " ",
        "\"",
        "\\",
        "*",
        "..",
        "<",
        ">=",
        "=",
        "5xx",
        "15s",
        "1..2",
        "failed",
        "problems",
        "yes",
        "alice",
        "[::1]",
        "';--",
        "%",
        "_",
        "?",
        "\u0000",
        "\uD800",
        "\u202E",
        "none",
        "-1",
        "999999999999999999999",
        ":",
        ","
    };

    @Test
    void isUnderstoodOrRefused() {
        SplittableRandom random = new SplittableRandom(SEED);
        int understood = 0;
        for (int i = 0; i < CASES; i++) {
            String query = query(random);
            Subject subject = Subject.values()[random.nextInt(Subject.values().length)];
            try {
                Expression expression = QueryParser.parse(subject, query);
                SqlCondition sql = SqlWriter.condition(subject, Dialect.H2, expression);
                assertThat(sql.text().chars().filter(c -> c == '?').count())
                        .as(query)
                        .isEqualTo(sql.values().size());
                assertThat(sql.text()).doesNotContain("alice").doesNotContain("';--");
                assertThat(Words.of(subject, expression, "")).isNotEmpty();
                understood++;
            } catch (QueryException e) {
                assertThat(e.getMessage()).isNotEmpty().doesNotContain("Exception");
                assertThat(e.at()).isBetween(0, Lexer.MAX_LENGTH);
            }
        }
        assertThat(understood).isGreaterThan(CASES / 100);
    }

    private static String query(SplittableRandom random) {
        StringBuilder query = new StringBuilder();
        int length = random.nextInt(12);
        for (int i = 0; i < length; i++) {
            if (random.nextInt(10) == 0) {
                query.append((char) random.nextInt(0x10000));
            } else {
                query.append(PIECES[random.nextInt(PIECES.length)]);
            }
        }
        return query.toString();
    }
}
