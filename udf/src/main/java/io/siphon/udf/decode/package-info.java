/**
 * Parses each payload once and dispatches it by HEP type; rows of undecodable messages. Thread:
 * task threads. Imports: schema, sources.hep, udf.payload, the decoders of udf, Flink.
 */
package io.siphon.udf.decode;
