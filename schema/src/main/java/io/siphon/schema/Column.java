package io.siphon.schema;

import org.jspecify.annotations.Nullable;

import java.util.UUID;
import java.util.function.BiFunction;

/**
 * One column of a table: name, type, role, meaning, version and accessor.
 *
 * @param width of a text, in characters; 0 when it is as long as it likes
 * @param values of a {@link Role#TAG}, how many there may be: more come off the wire of strangers
 *     and are {@code other} in time series; 0 when there are few by themselves; {@link #AGENTS}
 * @param meaning what it holds, for {@code docs/schema.md}
 * @param since the version of Siphon that made it first
 * @param value how a record fills it
 * @param uid of a column that depends on the secret of a store, else null: see {@link #with}
 */
public record Column<T>(
        String name,
        ColumnType type,
        int width,
        Role role,
        int values,
        String meaning,
        String since,
        Value<T> value,
        @Nullable BiFunction<Uids, T, UUID> uid) {

    /** Hands over the column's value of a record, see {@link RowEncoder}. */
    @FunctionalInterface
    public interface Value<T> {
        void encode(T row, RowEncoder to);
    }

    /** {@link #values}: at most as many as agents with names of their own. */
    public static final int AGENTS = -1;

    Column(
            String name,
            ColumnType type,
            int width,
            Role role,
            int values,
            String meaning,
            String since,
            Value<T> value) {
        this(name, type, width, role, values, meaning, since, value, null);
    }

    /** The same in a store whose uids have that secret. */
    Column<T> with(Uids uids) {
        if (uid == null) {
            return this;
        }
        Value<T> known =
                (row, to) -> {
                    UUID of = uid.apply(uids, row);
                    to.uid(of.getMostSignificantBits(), of.getLeastSignificantBits());
                };
        return new Column<>(name, type, width, role, values, meaning, since, known, uid);
    }

    public void encode(T row, RowEncoder to) {
        value.encode(row, to);
    }

    public Column<T> as(Role other) {
        return new Column<>(name, type, width, other, values, meaning, since, value, uid);
    }

    public Column<T> key() {
        return as(Role.KEY);
    }

    /** Of values that are few by themselves. */
    public Column<T> tag() {
        return as(Role.TAG);
    }

    /** Of values that may be many, of which time series have so many. */
    public Column<T> tag(int most) {
        return new Column<>(name, type, width, Role.TAG, most, meaning, since, value, uid);
    }

    public Column<T> body() {
        return as(Role.BODY);
    }

    public Column<T> since(String version) {
        return new Column<>(name, type, width, role, values, meaning, version, value, uid);
    }
}
