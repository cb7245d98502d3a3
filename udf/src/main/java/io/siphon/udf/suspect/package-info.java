/**
 * Detectors that keep what a subject did: a source address, an account, a called number. Thread:
 * task threads, one subject at a time. Imports: schema, sources, udf.edge, udf.order, udf.payload,
 * udf.qos, udf.registration, udf.sip, Flink, hash4j.
 */
package io.siphon.udf.suspect;
