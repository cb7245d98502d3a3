package io.siphon.bench.generate;

/**
 * One message of a generated call.
 *
 * @param atMicros when it is due, µs after the traffic's start
 * @param protocol HEP protocol type: SIP or RTCP as JSON
 * @param fromCaller whether the caller's side sends it
 */
record Planned(long atMicros, int protocol, boolean fromCaller, CallPlan call, String payload) {}
