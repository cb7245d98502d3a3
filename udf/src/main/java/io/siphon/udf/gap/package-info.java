/**
 * Decodes what Siphon reports of itself: capture gaps, journal gaps, kernel drops. Thread: task
 * threads. Imports: sources, udf.payload, Flink.
 */
package io.siphon.udf.gap;
