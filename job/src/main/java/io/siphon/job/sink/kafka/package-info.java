/**
 * Rows as JSON in Kafka topics. Thread: task threads. Imports: job.config, job.sink, schema,
 * sources.kafka, Kafka's clients.
 */
package io.siphon.job.sink.kafka;
