package io.siphon.console.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where a page ends, and the next begins: the key of its last row, or a time alone when the search
 * ran out of time between two rows.
 *
 * @param micros epoch µs of the key's time
 * @param rest of the key, as text; empty for a time alone
 */
record Cursor(long micros, List<String> rest) {

    private static final String SEPARATOR = "~";

    /**
     * @param columns of the key; only its last may hold any text
     * @throws QueryException when it is none
     */
    static Cursor parse(String text, int columns) {
        String[] parts = text.split(SEPARATOR, columns);
        try {
            if (parts.length != 1 && parts.length != columns) {
                throw new NumberFormatException();
            }
            return new Cursor(
                    Long.parseLong(parts[0]),
                    new ArrayList<>(Arrays.asList(parts).subList(1, parts.length)));
        } catch (NumberFormatException e) {
            throw new QueryException("after: got " + text + ", expected what next gave", 0);
        }
    }

    @Override
    public String toString() {
        return rest.isEmpty()
                ? String.valueOf(micros)
                : micros + SEPARATOR + String.join(SEPARATOR, rest);
    }
}
