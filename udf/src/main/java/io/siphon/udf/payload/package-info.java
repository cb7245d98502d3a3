/**
 * Parses each payload once and dispatches it by HEP type; hops, trunks, undecodable rows. Thread:
 * task threads. Imports: schema, sources.hep, the decoders of udf, Flink.
 */
package io.siphon.udf.payload;
