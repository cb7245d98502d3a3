/**
 * The commands, and what they print. Thread: the main thread. Imports: all of job, console,
 * picocli.
 */
package io.siphon.job.cli;
