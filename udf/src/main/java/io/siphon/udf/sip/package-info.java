/**
 * SIP messages: parser and record (RFC 3261). Thread: task threads; a parser belongs to one.
 * Imports: schema, sources.hep, udf.payload, udf.sdp, Flink.
 */
package io.siphon.udf.sip;
