/**
 * {@code siphon query}: formats of rows. Thread: the main thread. Imports: console, console.store,
 * JDBC, Jackson, picocli.
 */
package io.siphon.console.query;
