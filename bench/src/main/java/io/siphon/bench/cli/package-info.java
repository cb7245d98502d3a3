/**
 * Commands that are not in the job's jar: bench, generate, cluster, replay. Thread: the main
 * thread. Imports: all.
 */
package io.siphon.bench.cli;
