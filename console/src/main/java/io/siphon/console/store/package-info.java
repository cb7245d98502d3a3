/** Reads the SQL stores, read-only. Thread: the main thread. Imports: console, schema, JDBC. */
package io.siphon.console.store;
