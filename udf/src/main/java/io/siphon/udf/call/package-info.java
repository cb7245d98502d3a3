/**
 * Follows calls: events, rules, state and its bytes. Thread: task threads, one key at a time.
 * Imports: schema, udf.edge, udf.order, udf.payload, udf.sip, Flink.
 */
package io.siphon.udf.call;
