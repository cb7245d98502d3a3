package io.siphon.console.search;

import javax.annotation.Nullable;

/** What a value must be like. */
public sealed interface Match {

    /**
     * A text.
     *
     * @param text with {@code *} for any characters where {@code glob}
     */
    record Text(String text, boolean glob) implements Match {}

    /**
     * A number within bounds, in the unit of the field.
     *
     * @param low null when there is none
     * @param high null when there is none
     * @param written as the user wrote it
     */
    record Range(
            @Nullable Double low,
            boolean lowIncluded,
            @Nullable Double high,
            boolean highIncluded,
            String written)
            implements Match {

        static Range exactly(double value, String written) {
            return new Range(value, true, value, true, written);
        }

        boolean isOne() {
            return low != null && low.equals(high);
        }
    }

    /**
     * A line of a message's head, without regard to case.
     *
     * @param name of the header
     * @param part found in its value, with {@code *} for any characters where {@code glob}; empty
     *     for any value
     */
    record Header(String name, String part, boolean glob) implements Match {

        private static final String VALUE = "[^\\r\\n]*";

        /**
         * As a regular expression that H2, PostgreSQL and MariaDB take alike: whatever is neither
         * letter nor digit is escaped.
         */
        String pattern() {
            StringBuilder pattern = new StringBuilder("(?i)\\n").append(literal(name, false));
            pattern.append("[ \\t]*:");
            if (!part.isEmpty()) {
                pattern.append(VALUE).append(literal(part, glob));
            }
            return pattern.toString();
        }

        private static String literal(String text, boolean glob) {
            StringBuilder literal = new StringBuilder();
            text.replaceAll(glob ? "\\*+" : "$^", "*")
                    .chars()
                    .forEach(
                            c -> {
                                if (c == '*' && glob) {
                                    literal.append(VALUE);
                                } else {
                                    boolean escaped = c < 128 && !Character.isLetterOrDigit(c);
                                    literal.append(escaped ? "\\" : "").append((char) c);
                                }
                            });
            return literal.toString();
        }
    }
}
