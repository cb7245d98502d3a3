package io.siphon.udf.sdp;

/**
 * What a session description says of the session itself, and a B2BUA that passes it on leaves as it
 * is. Each is empty where it is missing.
 *
 * @param origin of the {@code o=} line (RFC 8866, 5.2) all but the user name: {@code 53891 1 IN IP4
 *     192.0.2.1}
 * @param iceUfrag the first {@code a=ice-ufrag} (RFC 8839, 5.4)
 * @param fingerprint the first {@code a=fingerprint} (RFC 8122, 5)
 */
public record SdpMarks(String origin, String iceUfrag, String fingerprint) {

    public static final SdpMarks NONE = new SdpMarks("", "", "");
}
