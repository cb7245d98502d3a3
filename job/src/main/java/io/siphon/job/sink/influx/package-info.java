/**
 * InfluxDB 1.x: line protocol, errors, target. Thread: as job.sink. Imports: job.config, job.sink,
 * schema, influxdb-java.
 */
package io.siphon.job.sink.influx;
