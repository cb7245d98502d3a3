/**
 * Follows registrations: events, rules, state. Thread: task threads, one address of record at a
 * time. Imports: schema, udf.order, udf.payload, udf.sip, Flink.
 */
package io.siphon.udf.registration;
