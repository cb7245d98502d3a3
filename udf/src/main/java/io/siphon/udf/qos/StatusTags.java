package io.siphon.udf.qos;

import java.util.stream.IntStream;

/** Status codes as tags, ready made: there are only 600 of them. */
final class StatusTags {

    private static final int FIRST = 100;
    private static final int END = 700;
    private static final String[] CODES =
            IntStream.range(FIRST, END).mapToObj(Integer::toString).toArray(String[]::new);
    private static final String[] CLASSES =
            IntStream.range(FIRST / 100, END / 100).mapToObj(n -> n + "xx").toArray(String[]::new);

    /** {@code 486}; {@code other} outside 100..699. */
    static String code(int status) {
        return known(status) ? CODES[status - FIRST] : Vocabulary.OTHER;
    }

    /** {@code 4xx}; {@code other} outside 100..699. */
    static String statusClass(int status) {
        return known(status) ? CLASSES[(status - FIRST) / 100] : Vocabulary.OTHER;
    }

    private static boolean known(int status) {
        return status >= FIRST && status < END;
    }

    private StatusTags() {}
}
