/**
 * HEP packets in a Kafka topic, with the watermarks of each capture. Thread: task threads. Imports:
 * sources, sources.hep, schema, Kafka's clients, Flink.
 */
package io.siphon.sources.kafka;
