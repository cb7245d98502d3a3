/**
 * Reports of a call's quality by who took part in it: vq-rtcpxr, RTPAgent, horaclifix, headers of
 * SIP. Thread: task threads. Imports: schema, sources.hep, udf.edge, udf.payload, Flink.
 */
package io.siphon.udf.report;
