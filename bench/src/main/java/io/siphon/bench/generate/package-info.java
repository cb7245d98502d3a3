/**
 * Plausible SIP and RTCP traffic as HEP. Thread: one thread per generator. Imports: schema,
 * sources.hep.
 */
package io.siphon.bench.generate;
