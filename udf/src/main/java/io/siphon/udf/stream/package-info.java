/**
 * Follows RTP streams of captures, and finds their calls (ADR 7). Thread: task threads, one socket
 * at a time. Imports: schema, udf.edge, udf.emodel, udf.order, udf.report, udf.rtcp, udf.rtp,
 * udf.sdp, udf.session, udf.sip, Flink.
 */
package io.siphon.udf.stream;
