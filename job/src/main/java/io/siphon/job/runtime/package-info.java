/**
 * The embedded job: MiniCluster, state folder, status line, stop signals. Thread: the main thread;
 * metrics are read from others. Imports: job.config, job.sink, job.topology, job.rest, Flink.
 */
package io.siphon.job.runtime;
