package io.siphon.schema;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * The single definition of a row: how a record becomes a row of a table, a JSON object and a point
 * of a time series, and how a row is read back as the record.
 *
 * @param numbered whether the database adds a running number, {@code id}
 * @param replaces whether a row with a known key replaces the one that is there, else it is dropped
 *     as a rewrite of the same
 * @param settled column that says that a row is final: one that has it is not replaced by one that
 *     has it not, as when half of a call is read again; empty when there is none
 * @param content columns in which two rows of one uid must agree, else they are two messages; empty
 *     where that is not looked at
 * @param uids what its rows are known again by; null until {@link #with} says it
 * @param time name of the column with the row's own time: when what it is about began
 * @param pointTime name of the column with the time of its point; empty when there are no points
 * @param roughBytes size of a row
 * @param columns as they are written, in the order of the page
 * @param derived what points have beside the columns
 * @param record makes a record of a row
 */
public record Table<T>(
        String name,
        boolean numbered,
        boolean replaces,
        String settled,
        List<String> content,
        @Nullable Uids uids,
        String time,
        String pointTime,
        ToIntFunction<T> roughBytes,
        List<Column<T>> columns,
        List<Column<T>> derived,
        Function<Row, T> record)
        implements Serializable {

    /** What goes to another process of a table: its name. */
    private record Named(String name, @Nullable Uids uids) implements Serializable {
        private Object readResolve() {
            Table<?> table = Tables.named(name);
            return uids == null ? table : table.with(uids);
        }
    }

    /** A table without columns; what its rows are like is said by the methods below. */
    public static <T> Table<T> of(String name, Function<Row, T> record) {
        return new Table<>(
                name,
                true,
                false,
                "",
                List.of(),
                null,
                "",
                "",
                row -> 300,
                List.of(),
                List.of(),
                record);
    }

    private Object writeReplace() {
        return new Named(name, uids);
    }

    /** Without a running number. */
    public Table<T> unnumbered() {
        return but(draft -> draft.numbered = false);
    }

    /** With rows that are written again when they have changed. */
    public Table<T> replacing() {
        return but(draft -> draft.replaces = true);
    }

    /** With a column that says that a row is final. */
    Table<T> settledBy(String column) {
        return but(draft -> draft.settled = column);
    }

    /** With columns in which two rows of one uid must agree. */
    Table<T> comparing(String... names) {
        return but(draft -> draft.content = List.of(names));
    }

    /** The same in a store whose uids have that secret. */
    public Table<T> with(Uids secret) {
        return but(
                draft -> {
                    draft.uids = secret;
                    draft.columns = columns.stream().map(c -> c.with(secret)).toList();
                });
    }

    public Table<T> time(String column) {
        return but(draft -> draft.time = column);
    }

    public Table<T> pointTime(String column) {
        return but(draft -> draft.pointTime = column);
    }

    public Table<T> roughBytes(ToIntFunction<T> bytes) {
        return but(draft -> draft.roughBytes = bytes);
    }

    public Table<T> columns(Function<Columns<T>, List<Column<T>>> all) {
        return but(draft -> draft.columns = all.apply(new Columns<>()));
    }

    /** Further columns, after those. */
    public Table<T> and(Function<Columns<T>, List<Column<T>>> more) {
        return but(
                draft -> {
                    List<Column<T>> all = new ArrayList<>(draft.columns);
                    all.addAll(more.apply(new Columns<>()));
                    draft.columns = List.copyOf(all);
                });
    }

    public Table<T> derived(Function<Columns<T>, List<Column<T>>> all) {
        return but(draft -> draft.derived = all.apply(new Columns<>()));
    }

    private Table<T> but(Consumer<Draft<T>> change) {
        Draft<T> draft = new Draft<>(this);
        change.accept(draft);
        return new Table<>(
                name,
                draft.numbered,
                draft.replaces,
                draft.settled,
                draft.content,
                draft.uids,
                draft.time,
                draft.pointTime,
                draft.roughBytes,
                draft.columns,
                draft.derived,
                record);
    }

    /** What a table may have otherwise than another one. */
    private static final class Draft<T> {

        private boolean numbered;
        private boolean replaces;
        private String settled;
        private List<String> content;
        private @Nullable Uids uids;
        private String time;
        private String pointTime;
        private ToIntFunction<T> roughBytes;
        private List<Column<T>> columns;
        private List<Column<T>> derived;

        private Draft(Table<T> table) {
            numbered = table.numbered;
            replaces = table.replaces;
            settled = table.settled;
            content = table.content;
            uids = table.uids;
            time = table.time;
            pointTime = table.pointTime;
            roughBytes = table.roughBytes;
            columns = table.columns;
            derived = table.derived;
        }
    }

    /** The columns that distinguish rows. */
    public List<Column<T>> key() {
        return columns.stream().filter(column -> column.role() == Role.KEY).toList();
    }

    public Column<T> column(String column) {
        return columns.stream()
                .filter(c -> c.name().equals(column))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " has no " + column));
    }

    public String names(Function<Column<T>, String> each, String separator) {
        return columns.stream().map(each).collect(Collectors.joining(separator));
    }

    public String keyNames(Function<String, String> each, String separator) {
        return key().stream().map(Column::name).map(each).collect(Collectors.joining(separator));
    }

    /** The columns that are not of the key; without those that come out as null. */
    public String others(Function<String, String> each, String separator) {
        return columns.stream()
                .filter(column -> column.role() != Role.KEY)
                .map(Column::name)
                .map(each)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(separator));
    }

    /** What the columns hold, as {@link ColumnType} has it; null is NULL. */
    public List<Object> values(T row) {
        return values(columns, row);
    }

    /** When a row is of, epoch µs: what its column {@link #time} holds. */
    public long micros(T row) {
        return (Long) new ValueEncoder().of(column(time), row);
    }

    private static <T> List<Object> values(List<Column<T>> columns, T row) {
        ValueEncoder encoder = new ValueEncoder();
        List<Object> values = new ArrayList<>(columns.size());
        columns.forEach(column -> values.add(encoder.of(column, row)));
        return values;
    }

    /** The same table of what {@link #values} gives. */
    public Table<List<Object>> ofValues() {
        List<Column<List<Object>>> ofValues = new ArrayList<>(columns.size());
        for (Column<T> column : columns) {
            int index = ofValues.size();
            ColumnType type = column.type();
            ofValues.add(
                    new Column<>(
                            column.name(),
                            type,
                            column.width(),
                            column.role(),
                            column.values(),
                            column.meaning(),
                            column.since(),
                            (values, to) -> {
                                Object value = values.get(index);
                                if (value == null) {
                                    to.none();
                                } else {
                                    type.encode(value, to);
                                }
                            }));
        }
        return new Table<>(
                name,
                numbered,
                replaces,
                settled,
                content,
                uids,
                time,
                pointTime,
                values -> 0,
                ofValues,
                List.of(),
                row -> {
                    throw new UnsupportedOperationException("values are of no record");
                });
    }

    /**
     * The last row of each key: one statement must not replace a row twice (PostgreSQL, 21000), and
     * need not.
     */
    public List<T> lastOfEach(List<T> rows) {
        if (!replaces) {
            return rows;
        }
        List<Column<T>> key = key();
        Map<List<Object>, T> last = new LinkedHashMap<>();
        for (T row : rows) {
            List<Object> values = values(key, row);
            last.remove(values);
            last.put(values, row);
        }
        return new ArrayList<>(last.values());
    }

    /** The row in words, for the quarantine: {@code callid=a1, method=INVITE, …}. */
    public String describe(T row) {
        ValueEncoder encoder = new ValueEncoder();
        return names(column -> column.name() + "=" + words(encoder.of(column, row)), ", ");
    }

    private static String words(@Nullable Object value) {
        return value instanceof byte[] bytes
                ? "0x" + HexFormat.of().formatHex(bytes)
                : String.valueOf(value);
    }
}
