/**
 * Session descriptions: media, codecs, sockets (RFC 8866). Thread: any thread. Imports: schema,
 * udf.payload.
 */
package io.siphon.udf.sdp;
