/**
 * Options, their values and checks, passwords. Thread: the main thread; values any thread. Imports:
 * udf and sources for their settings, Flink's configuration.
 */
package io.siphon.job.config;
