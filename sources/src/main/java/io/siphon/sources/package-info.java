/**
 * What live sources share: watermarks, gaps, graceful stop, replay position. Thread: reader
 * threads; the static parts any thread. Imports: sources.hep, schema, Flink.
 */
package io.siphon.sources;
