/**
 * Who may send: allowed addresses, keys, counts of what was refused. Thread: the fetcher thread;
 * counts are read by any. Imports: sources.hep, schema.
 */
package io.siphon.sources.sender;
