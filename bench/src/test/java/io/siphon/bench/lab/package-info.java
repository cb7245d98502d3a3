/**
 * A SIP network on loopback out of real programs: Kamailio with siptrace, SIPp at both ends,
 * rtpengine with media through it. Everything runs on free ports in throw-away folders.
 *
 * <p>{@link io.siphon.job.lab.Lab} puts the pieces together; {@link io.siphon.job.lab.SipCase}
 * lists the traffic; {@link io.siphon.job.lab.TraceTable} is Kamailio's own table, the reference
 * that Siphon's is compared with.
 */
package io.siphon.bench.lab;
