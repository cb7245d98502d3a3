/**
 * Starts Flink's JobManager and TaskManagers as processes. Thread: the main thread. Imports:
 * job.config, job.rest, Flink.
 */
package io.siphon.bench.cluster;
