package io.siphon.sources.hep;

/** What the chunks of one HEP 3 frame say. Reused from frame to frame; for one thread. */
final class Hep3Chunks {

    /** No such chunk. */
    static final int NONE = -1;

    int transport;
    String sourceIp;
    int sourcePort;
    String destinationIp;
    int destinationPort;
    long seconds;
    long micros;
    int protocol;

    /** Where the chunk begins, as all below. */
    int captureId;

    int node;
    int payload;
    int packed;
    int correlation;

    void reset() {
        transport = 0;
        sourceIp = "";
        sourcePort = 0;
        destinationIp = "";
        destinationPort = 0;
        seconds = 0;
        micros = 0;
        protocol = NONE;
        captureId = NONE;
        node = NONE;
        payload = NONE;
        packed = NONE;
        correlation = NONE;
    }
}
