package io.siphon.console.search;

import io.siphon.console.ConsoleException;

/** A query that cannot be understood; the message is one sentence with got and expected. */
public final class QueryException extends ConsoleException {

    private static final long serialVersionUID = 1;

    private final int at;

    QueryException(String message, int at) {
        super(message);
        this.at = at;
    }

    /** Of a query that is understood, and not for that reader. */
    public static QueryException forbidden(String message) {
        return new QueryException(message, 0);
    }

    /** Index of the character in the query at which it was found, from 0. */
    public int at() {
        return at;
    }
}
