/** RTP headers from captures. Thread: task threads. Imports: sources.hep, udf.payload, Flink. */
package io.siphon.udf.rtp;
