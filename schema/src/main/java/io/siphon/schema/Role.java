package io.siphon.schema;

/** Purpose of a column; stores without tables use some roles only. */
public enum Role {
    /** Distinguishes rows, alone or with other columns. */
    KEY,
    /** A time of what the row is about. */
    TIME,
    /** What rows are grouped by, of few values: a tag of time series. */
    TAG,
    /** A value that time series have, too. */
    FIELD,
    /** Of the row alone: a message, or what only a single row is asked for. */
    BODY
}
