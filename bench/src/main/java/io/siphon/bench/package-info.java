/**
 * Benchmarks of the whole: load, CPU, latency, rivals. Thread: the main thread; a generator thread.
 * Imports: all.
 */
package io.siphon.bench;
