/**
 * RTCP as JSON and binary, XR; follows the reports of a call. Thread: task threads, one call at a
 * time. Imports: schema, sources.hep, udf.edge, udf.emodel, udf.order, udf.payload, udf.sdp,
 * udf.sip, Flink.
 */
package io.siphon.udf.rtcp;
