package io.siphon.job.sink.jdbc;

import io.siphon.schema.Table;

import javax.annotation.Nullable;

import java.time.LocalDate;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where the rows of a table are.
 *
 * @param days tables with the rows of a day each
 * @param rest table with rows of days that have no table of their own; null when there is none
 * @param restEnd the first day of which the rest can have no rows; null where it has no end
 */
record Partitions(
        SortedMap<LocalDate, String> days, @Nullable String rest, @Nullable LocalDate restEnd) {

    Partitions {
        days = Collections.unmodifiableSortedMap(new TreeMap<>(days));
    }

    /** A table that has all its rows itself. */
    static Partitions none(Table<?> table) {
        return new Partitions(new TreeMap<>(), table.name(), null);
    }
}
