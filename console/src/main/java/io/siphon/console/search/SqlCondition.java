package io.siphon.console.search;

import java.util.List;

/**
 * A condition of a query in SQL, in which the table is {@code t}.
 *
 * @param text with a {@code ?} for each value: nothing that a user wrote is in it
 * @param values as a driver takes them
 */
public record SqlCondition(String text, List<Object> values) {}
