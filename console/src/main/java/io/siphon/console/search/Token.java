package io.siphon.console.search;

/**
 * A part of a query.
 *
 * @param field of a term, empty when none was written
 * @param operator of a term with a field: empty, {@code <}, {@code <=}, {@code >}, {@code >=} or
 *     {@code !}
 * @param text value of a term; else as it was written
 * @param at index of its first character
 */
record Token(Kind kind, String field, String operator, String text, boolean quoted, int at) {

    enum Kind {
        OPEN,
        CLOSE,
        NOT,
        OR,
        AND,
        TERM
    }
}
