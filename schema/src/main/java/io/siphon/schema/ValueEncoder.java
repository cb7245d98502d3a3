package io.siphon.schema;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/** Keeps the value of one column as an object, as {@link ColumnType} has it; null is NULL. */
final class ValueEncoder implements RowEncoder {

    private @Nullable Object value;

    <T> @Nullable Object of(Column<T> column, T row) {
        column.encode(row, this);
        return value;
    }

    @Override
    public void none() {
        value = null;
    }

    @Override
    public void text(String text) {
        value = text;
    }

    @Override
    public void bytesAsText(byte[] bytes) {
        value = bytes;
    }

    @Override
    public void bytesIfText(byte[] bytes) {
        value = bytes;
    }

    @Override
    public void bytesUnlessText(byte[] bytes) {
        value = bytes;
    }

    @Override
    public void bytes(byte[] bytes) {
        value = bytes;
    }

    @Override
    public void number(long number) {
        value = number;
    }

    @Override
    public void integer(int number) {
        value = number;
    }

    @Override
    public void flag(boolean flag) {
        value = flag;
    }

    @Override
    public void real(double number) {
        value = number;
    }

    @Override
    public void time(long micros) {
        value = micros;
    }

    @Override
    public void uid(long high, long low) {
        value = new UUID(high, low);
    }
}
