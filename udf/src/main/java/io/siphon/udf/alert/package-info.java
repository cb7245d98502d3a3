/**
 * Detectors: metrics whose windows are judged, and raise alerts. Thread: task threads. Imports:
 * schema, sources, udf.order, udf.payload, udf.qos, udf.rtcp, udf.stream, udf.suspect, Flink.
 */
package io.siphon.udf.alert;
