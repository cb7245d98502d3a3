/**
 * {@code siphon report}: figures of calls, media and registrations, computed from the stores.
 * Thread: the main thread. Imports: console, console.store, schema, JDBC, picocli; no Flink.
 */
package io.siphon.console.report;
