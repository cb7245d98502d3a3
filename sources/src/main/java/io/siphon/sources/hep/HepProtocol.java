package io.siphon.sources.hep;

/** HEP protocol types (chunk 0x000b) that Siphon has a use for; any other number passes through. */
public final class HepProtocol {

    /**
     * Reserved: no message. A good packet of this type is heplify's greeting, to be dropped; one
     * with {@link HepPacket#error} set is what could not be decoded.
     */
    public static final int NONE = 0;

    public static final int SIP = 1;

    /** RTCP as JSON: raw RTCP never travels in HEP. */
    public static final int RTCP_JSON = 5;

    /** Log lines: Kamailio's {@code hlog}, syslog. */
    public static final int LOG = 100;

    private HepProtocol() {}
}
