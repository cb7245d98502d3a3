package io.siphon.sources.hep;

/** HEP protocol types (chunk 0x000b) that Siphon has a use for; any other number passes through. */
public final class HepProtocol {

    public static final int SIP = 1;

    /** RTCP as JSON: raw RTCP never travels in HEP. */
    public static final int RTCP_JSON = 5;

    /** Log lines: Kamailio's {@code hlog}, syslog. */
    public static final int LOG = 100;

    private HepProtocol() {}
}
