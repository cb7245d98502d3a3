package io.siphon.job.sink.jdbc;

import io.siphon.sources.BoundedText;
import io.siphon.udf.payload.Uids;

import javax.annotation.Nullable;

import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/**
 * One column of a table, and how a record fills it.
 *
 * @param value as {@link #type} takes it; null is NULL
 * @param uid of a column that depends on the store's secret, else null: see {@link #with}
 */
record Column<T>(
        String name,
        ColumnType type,
        Function<T, Object> value,
        @Nullable BiFunction<Uids, T, UUID> uid) {

    Column(String name, ColumnType type, Function<T, Object> value) {
        this(name, type, value, null);
    }

    /** Text that is cut to the column's width; null stays null. */
    static <T> Column<T> text(String name, int width, Function<T, String> value) {
        return new Column<>(
                name,
                ColumnType.TEXT,
                row -> {
                    String text = value.apply(row);
                    return text == null ? null : BoundedText.cut(text, width);
                });
    }

    /** Text that rows are found by: see {@link Text#fold}. */
    static <T> Column<T> id(String name, int width, Function<T, String> value) {
        return new Column<>(
                name,
                ColumnType.TEXT,
                row -> {
                    String text = value.apply(row);
                    return text == null ? null : Text.fold(text, width);
                });
    }

    static <T> Column<T> number(String name, ToLongFunction<T> value) {
        return new Column<>(name, ColumnType.NUMBER, value::applyAsLong);
    }

    /** Where the column is one of 32 bits: what goes by COPY is not converted. */
    static <T> Column<T> integer(String name, ToIntFunction<T> value) {
        return new Column<>(name, ColumnType.INTEGER, value::applyAsInt);
    }

    /** NULL where the record has the value that means none. */
    static <T> Column<T> number(String name, long none, ToLongFunction<T> value) {
        return new Column<>(name, ColumnType.NUMBER, row -> unless(none, value.applyAsLong(row)));
    }

    /** NULL for null, NaN and the infinities, which not every database can hold. */
    static <T> Column<T> real(String name, Function<T, Double> value) {
        return new Column<>(
                name,
                ColumnType.REAL,
                row -> {
                    Double number = value.apply(row);
                    return number == null || !Double.isFinite(number) ? null : number;
                });
    }

    /** A whole number that comes as a double; null stays null. */
    static <T> Column<T> whole(String name, Function<T, Double> value) {
        return new Column<>(
                name,
                ColumnType.NUMBER,
                row -> {
                    Double number = value.apply(row);
                    return number == null ? null : (Object) number.longValue();
                });
    }

    static <T> Column<T> time(String name, ToLongFunction<T> micros) {
        return new Column<>(name, ColumnType.TIME, micros::applyAsLong);
    }

    /** NULL where the record has the value that means none. */
    static <T> Column<T> time(String name, long none, ToLongFunction<T> micros) {
        return new Column<>(name, ColumnType.TIME, row -> unless(none, micros.applyAsLong(row)));
    }

    static <T> Column<T> bytes(String name, ColumnType type, Function<T, byte[]> value) {
        return new Column<>(name, type, value::apply);
    }

    /** What a row is known again by. It has a value {@link #with} the secret of a store only. */
    static <T> Column<T> uid(BiFunction<Uids, T, UUID> uid) {
        return new Column<>(
                "uid",
                ColumnType.UID,
                row -> {
                    throw new IllegalStateException("a table without uids");
                },
                uid);
    }

    Column<T> with(Uids uids) {
        return uid == null ? this : new Column<>(name, type, row -> uid.apply(uids, row), uid);
    }

    private static Object unless(long none, long value) {
        return value == none ? null : (Object) value;
    }
}
