package io.siphon.schema;

/**
 * Takes the values of one row, column after column, without boxes: a statement's parameters, a
 * COPY, an object of JSON, a point of a time series. Of each column exactly one of these is called.
 */
public interface RowEncoder {

    /** NULL. */
    void none();

    void text(String value);

    /** See {@link ColumnType#BYTES_AS_TEXT}. */
    void bytesAsText(byte[] value);

    /** See {@link ColumnType#BYTES_IF_TEXT}. */
    void bytesIfText(byte[] value);

    /** See {@link ColumnType#BYTES_UNLESS_TEXT}. */
    void bytesUnlessText(byte[] value);

    void bytes(byte[] value);

    void number(long value);

    void integer(int value);

    default void flag(boolean value) {
        integer(value ? 1 : 0);
    }

    /**
     * @param value finite
     */
    void real(double value);

    /**
     * @param micros epoch µs
     */
    void time(long micros);

    /** A UUID in two halves. */
    void uid(long high, long low);
}
