package io.siphon.job.sink.jdbc;

import io.siphon.schema.Table;
import io.siphon.schema.Tables;

import javax.annotation.Nullable;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
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

    /** The tables that are partitioned by day where that can be done. */
    static final List<Table<?>> WANTED = List.of(Tables.SIP_TRACE, Tables.HEP_TRACE);

    /** Whether a table is one of those. */
    static boolean wanted(Table<?> table) {
        return WANTED.stream().anyMatch(one -> one.name().equals(table.name()));
    }

    Partitions {
        days = Collections.unmodifiableSortedMap(new TreeMap<>(days));
    }

    /** All of them, the rest first. */
    List<String> parts() {
        List<String> parts = new ArrayList<>();
        if (rest != null) {
            parts.add(rest);
        }
        parts.addAll(days.values());
        return parts;
    }

    /** A table that has all its rows itself. */
    static Partitions none(Table<?> table) {
        return none(table.name());
    }

    /** One that has all rows itself. */
    static Partitions none(String relation) {
        return new Partitions(new TreeMap<>(), relation, null);
    }
}
