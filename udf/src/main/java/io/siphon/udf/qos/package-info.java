/**
 * Metrics, their samples and windows. Thread: task threads. Imports: schema, sources, udf.emodel,
 * udf.rtcp, udf.sdp, udf.sip, udf.stream, Flink.
 */
package io.siphon.udf.qos;
