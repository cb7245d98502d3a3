/**
 * Log lines that agents send, and the calls that they name. Thread: task threads. Imports: sources,
 * udf.payload, Flink.
 */
package io.siphon.udf.log;
