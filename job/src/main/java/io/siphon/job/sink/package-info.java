/**
 * Batches, retries and quarantine of every store; the list of outputs. Thread: the task thread
 * fills a batch, a thread of its own delivers it. Imports: job.config, schema, Flink.
 */
package io.siphon.job.sink;
