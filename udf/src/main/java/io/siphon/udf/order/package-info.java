/**
 * Puts events in order by watermark, keeps deadlines, bounds state. Thread: task threads. Imports:
 * Flink, its internals included (ADR 12, 13).
 */
package io.siphon.udf.order;
