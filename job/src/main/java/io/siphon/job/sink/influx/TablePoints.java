package io.siphon.job.sink.influx;

import io.siphon.schema.Column;
import io.siphon.schema.Role;
import io.siphon.schema.RowEncoder;
import io.siphon.schema.Table;
import io.siphon.schema.Text;
import io.siphon.sources.BoundedNames;

import org.influxdb.dto.Point;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A row as a point, by the roles of its columns: what is grouped by are tags, values are fields,
 * and so is what tells rows apart, unless it is only a hash. The point's time is {@link
 * Table#pointTime}; two rows of the same µs are two points: the last three digits of the ns are of
 * the key's hash.
 */
final class TablePoints<T> implements InfluxTarget.Points<T> {

    private final Table<T> table;
    private final List<Column<T>> columns;
    private final BoundedNames[] tags;

    /**
     * @param maxAgents that have a tag value of their own
     */
    TablePoints(Table<T> table, int maxAgents) {
        this.table = table;
        columns = new ArrayList<>(table.columns());
        columns.addAll(table.derived());
        tags = new BoundedNames[columns.size()];
        for (int i = 0; i < tags.length; i++) {
            int values = columns.get(i).values();
            if (values != 0) {
                tags[i] = new BoundedNames(values == Column.AGENTS ? maxAgents : values);
            }
        }
    }

    @Override
    public Point of(T row) {
        Values values = new Values();
        for (int i = 0; i < tags.length; i++) {
            values.column = columns.get(i);
            values.tag = tags[i];
            values.column.encode(row, values);
        }
        return values.point();
    }

    /** Puts each value where its column belongs. */
    private final class Values implements RowEncoder {

        private final Point.Builder point = Point.measurement(table.name());
        private Column<T> column;
        private BoundedNames tag;
        private long micros;
        private int hash;

        Point point() {
            return point.time(micros * 1000 + Math.floorMod(hash, 1000), TimeUnit.NANOSECONDS)
                    .build();
        }

        private boolean isTag() {
            return column.role() == Role.TAG;
        }

        private boolean isField() {
            return column.role() == Role.FIELD || column.role() == Role.KEY;
        }

        private void tag(String value) {
            String plain = LineProtocol.tag(value);
            point.tag(column.name(), tag == null || plain.isEmpty() ? plain : tag.of(plain));
        }

        @Override
        public void none() {}

        @Override
        public void text(String value) {
            if (column.role() == Role.KEY) {
                hash = 31 * hash + value.hashCode();
            }
            if (isTag()) {
                tag(value);
            } else if (isField()) {
                point.addField(column.name(), value);
            }
        }

        @Override
        public void bytesAsText(byte[] value) {
            text(Text.decode(value));
        }

        @Override
        public void bytesIfText(byte[] value) {
            if (Text.holds(value, true)) {
                text(Text.decode(value));
            }
        }

        /** A point holds no bytes. */
        @Override
        public void bytesUnlessText(byte[] value) {}

        @Override
        public void bytes(byte[] value) {}

        @Override
        public void number(long value) {
            if (isTag()) {
                tag(Long.toString(value));
            } else if (isField()) {
                point.addField(column.name(), value);
            }
        }

        @Override
        public void integer(int value) {
            number(value);
        }

        @Override
        public void flag(boolean value) {
            if (isField()) {
                point.addField(column.name(), value);
            }
        }

        @Override
        public void real(double value) {
            if (isField()) {
                point.addField(column.name(), value);
            }
        }

        @Override
        public void time(long at) {
            if (column.role() == Role.KEY) {
                hash = 31 * hash + Long.hashCode(at);
            }
            if (column.name().equals(table.pointTime())) {
                micros = at;
            }
        }

        @Override
        public void uid(long high, long low) {
            hash = 31 * hash + Long.hashCode(low);
        }
    }
}
