package io.siphon.bench.lab;

/** What Kamailio's siptrace sends to the capture port, and by which of its parameters. */
public enum TraceMode {
    HEP1(1, 1, 0, true),
    HEP2(1, 2, 0, true),
    HEP3(1, 3, 0, true),
    /**
     * The SIP message itself, addresses, time and direction in X-Siptrace headers. The script asks
     * for it: what the core traces gets no headers.
     */
    PLAIN_WITH_HEADERS(0, 3, 1, false),
    /** The SIP message itself and nothing else. */
    PLAIN(0, 3, 0, true);

    private static final int DATABASE = 2;

    final int hepModeOn;
    final int hepVersion;
    final int xheadersWrite;

    /** Whether the core traces everything; else the script asks for it by the transaction. */
    final boolean core;

    TraceMode(int hepModeOn, int hepVersion, int xheadersWrite, boolean core) {
        this.hepModeOn = hepModeOn;
        this.hepVersion = hepVersion;
        this.xheadersWrite = xheadersWrite;
        this.core = core;
    }

    /** siptrace's {@code trace_mode}: bits 1 HEP, 2 database, 4 plain SIP. */
    int traceMode() {
        return core ? (hepModeOn == 1 ? 1 : 4) | DATABASE : 0;
    }
}
