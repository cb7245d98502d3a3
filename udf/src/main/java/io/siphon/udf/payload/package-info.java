/**
 * What decoders share: their interface, hops, trunks, traces, text and octets. Thread: task
 * threads. Imports: schema, sources.hep, Flink.
 */
package io.siphon.udf.payload;
