/**
 * Database servers and Kamailio as processes for benchmarks. Thread: the main thread. Imports:
 * JDBC.
 */
package io.siphon.bench.server;
