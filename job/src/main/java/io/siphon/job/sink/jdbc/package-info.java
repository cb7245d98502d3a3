/**
 * SQL stores: migrations, dialects, COPY, inserts, quarantine. Thread: as job.sink. Imports:
 * job.config, job.sink, schema, JDBC, Flyway, Flink's JDBC connector.
 */
package io.siphon.job.sink.jdbc;
