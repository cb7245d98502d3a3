/**
 * The guard before Flink's REST server. Thread: netty's threads. Imports: Flink and SLF4J only: it
 * also runs in a JobManager without the rest of Siphon.
 */
package io.siphon.job.rest;
