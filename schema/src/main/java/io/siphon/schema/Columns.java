package io.siphon.schema;

import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;

/** Makes the columns of a table; each is a {@link Role#FIELD} by default. */
public final class Columns<T> {

    private static final String FIRST_VERSION = "0.1";

    Columns() {}

    /** Text that is cut to the column's width; null stays null. */
    Column<T> text(String name, int width, Function<T, String> text, String meaning) {
        return of(
                name,
                ColumnType.TEXT,
                width,
                meaning,
                (row, to) -> {
                    String value = text.apply(row);
                    if (value == null) {
                        to.none();
                    } else {
                        to.text(BoundedText.cut(value, width));
                    }
                });
    }

    /** Text that rows are found by: see {@link Text#fold}. */
    Column<T> id(String name, int width, Function<T, String> text, String meaning) {
        return of(
                name,
                ColumnType.TEXT,
                width,
                meaning,
                (row, to) -> {
                    String value = text.apply(row);
                    if (value == null) {
                        to.none();
                    } else {
                        to.text(Text.fold(value, width));
                    }
                });
    }

    Column<T> number(String name, ToLongFunction<T> number, String meaning) {
        return of(
                name,
                ColumnType.NUMBER,
                0,
                meaning,
                (row, to) -> to.number(number.applyAsLong(row)));
    }

    /** NULL where the record has the value that means none. */
    Column<T> number(String name, long none, ToLongFunction<T> number, String meaning) {
        return of(
                name,
                ColumnType.NUMBER,
                0,
                meaning,
                (row, to) -> {
                    long value = number.applyAsLong(row);
                    if (value == none) {
                        to.none();
                    } else {
                        to.number(value);
                    }
                });
    }

    /** A number of 32 bits. */
    Column<T> integer(String name, ToIntFunction<T> number, String meaning) {
        return of(
                name,
                ColumnType.INTEGER,
                0,
                meaning,
                (row, to) -> to.integer(number.applyAsInt(row)));
    }

    /** NULL where the record has the value that means none. */
    Column<T> integer(String name, int none, ToIntFunction<T> number, String meaning) {
        return of(
                name,
                ColumnType.INTEGER,
                0,
                meaning,
                (row, to) -> {
                    int value = number.applyAsInt(row);
                    if (value == none) {
                        to.none();
                    } else {
                        to.integer(value);
                    }
                });
    }

    Column<T> flag(String name, Predicate<T> flag, String meaning) {
        return of(name, ColumnType.FLAG, 0, meaning, (row, to) -> to.flag(flag.test(row)));
    }

    /** NULL for NaN and the infinities, which not every store can hold. */
    Column<T> real(String name, ToDoubleFunction<T> number, String meaning) {
        return of(
                name,
                ColumnType.REAL,
                0,
                meaning,
                (row, to) -> {
                    double value = number.applyAsDouble(row);
                    if (Double.isFinite(value)) {
                        to.real(value);
                    } else {
                        to.none();
                    }
                });
    }

    Column<T> time(String name, ToLongFunction<T> micros, String meaning) {
        Column.Value<T> value = (row, to) -> to.time(micros.applyAsLong(row));
        return of(name, ColumnType.TIME, 0, meaning, value).as(Role.TIME);
    }

    /** NULL where it has not happened: 0. */
    Column<T> timeIfAny(String name, ToLongFunction<T> micros, String meaning) {
        Column.Value<T> value =
                (row, to) -> {
                    long at = micros.applyAsLong(row);
                    if (at == 0) {
                        to.none();
                    } else {
                        to.time(at);
                    }
                };
        return of(name, ColumnType.TIME, 0, meaning, value).as(Role.TIME);
    }

    /** The second that a time is in. */
    Column<T> second(String name, ToLongFunction<T> micros, String meaning) {
        Column.Value<T> value =
                (row, to) ->
                        to.time(Math.floorDiv(micros.applyAsLong(row), 1_000_000L) * 1_000_000L);
        return of(name, ColumnType.SECOND, 0, meaning, value).as(Role.TIME);
    }

    Column<T> bytesAsText(String name, Function<T, byte[]> bytes, String meaning) {
        return of(
                        name,
                        ColumnType.BYTES_AS_TEXT,
                        0,
                        meaning,
                        (row, to) -> to.bytesAsText(bytes.apply(row)))
                .as(Role.BODY);
    }

    Column<T> bytesIfText(String name, Function<T, byte[]> bytes, String meaning) {
        return of(
                        name,
                        ColumnType.BYTES_IF_TEXT,
                        0,
                        meaning,
                        (row, to) -> to.bytesIfText(bytes.apply(row)))
                .as(Role.BODY);
    }

    Column<T> bytesUnlessText(String name, Function<T, byte[]> bytes, String meaning) {
        return of(
                        name,
                        ColumnType.BYTES_UNLESS_TEXT,
                        0,
                        meaning,
                        (row, to) -> to.bytesUnlessText(bytes.apply(row)))
                .as(Role.BODY);
    }

    /** Null stays null. */
    Column<T> bytes(String name, Function<T, byte[]> bytes, String meaning) {
        Column.Value<T> value =
                (row, to) -> {
                    byte[] of = bytes.apply(row);
                    if (of == null) {
                        to.none();
                    } else {
                        to.bytes(of);
                    }
                };
        return of(name, ColumnType.BYTES, 0, meaning, value).as(Role.BODY);
    }

    /** What a row is known again by. It has a value in a store only: {@link Table#with}. */
    Column<T> uid(BiFunction<Uids, T, UUID> uid, String meaning) {
        Column.Value<T> none =
                (row, to) -> {
                    throw new IllegalStateException("a table without uids");
                };
        return new Column<>(
                "uid", ColumnType.UID, 0, Role.KEY, 0, meaning, FIRST_VERSION, none, uid);
    }

    private Column<T> of(
            String name, ColumnType type, int width, String meaning, Column.Value<T> value) {
        return new Column<>(name, type, width, Role.FIELD, 0, meaning, FIRST_VERSION, value);
    }
}
