/**
 * The job on one screen: sources, operators, outputs. Thread: the client's main thread. Imports:
 * job.config, job.sink, udf, sources, Flink.
 */
package io.siphon.job.topology;
