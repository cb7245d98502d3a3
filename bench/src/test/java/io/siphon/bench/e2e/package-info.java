/**
 * Siphon itself, as its user runs it, on real input: the traffic of {@link io.siphon.job.lab}, real
 * databases, captures of real agents, outages.
 */
package io.siphon.bench.e2e;
