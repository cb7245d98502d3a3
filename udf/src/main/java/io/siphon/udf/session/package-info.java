/**
 * The session of a call: who offered and who answered what, where each medium goes, with which
 * codec (RFC 3264, 3261, 3262, 3311, 6337, 8839, 9143). Calls, RTCP and RTP streams ask it. Thread:
 * that of the key. Imports: schema, udf.edge, udf.order, udf.sdp, udf.sip.
 */
package io.siphon.udf.session;
