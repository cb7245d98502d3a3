package io.siphon.sources.hep;

/** Vendor ids of chunks, as the HEP 3 specification lists them; any other number passes through. */
public final class HepVendor {

    /** The specification's own chunks: {@link HepChunk}. */
    public static final int GENERIC = 0;

    public static final int FREESWITCH = 1;
    public static final int KAMAILIO = 2;
    public static final int OPENSIPS = 3;
    public static final int ASTERISK = 4;
    public static final int HOMER = 5;
    public static final int SIPXECS = 6;
    public static final int YETI = 7;
    public static final int GENESYS = 8;

    /**
     * Chunks that Siphon itself adds to a packet, see {@link HepWireLength}: not on the list, and
     * not for sending.
     */
    public static final int SIPHON = 0xffff;

    private HepVendor() {}
}
