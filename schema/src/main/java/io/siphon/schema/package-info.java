/**
 * Output records, each with its table: columns, keys, metric catalogue, sketch, uids. Thread: any
 * thread; records are immutable, a sketch belongs to one. Imports: the JDK, sketches-java and
 * hash4j; no Flink, no JDBC. What may be null says so.
 */
@NullMarked
package io.siphon.schema;

import org.jspecify.annotations.NullMarked;
