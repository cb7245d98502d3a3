package io.siphon.sources.hep;

/**
 * Recognises what a capture agent sends among everything else on a wire: by content, since there is
 * no port to go by. Stricter than {@link HepDecoder}, whose port is known to be for HEP.
 */
public final class HepContent {

    private static final byte[] TRACE_HEADER = SipStartLine.ascii("X-Siptrace-");
    private static final int[] TIME_HEADERS = {0, 12, 10};

    /** Whether a HEP packet stands here: HEP 3 by its magic, HEP 1 and 2 by the SIP in them. */
    public static boolean isHep(byte[] bytes, int from, int end) {
        return isHep3(bytes, from, end)
                || end - from > 16
                        && Hep12Reader.isVersion(bytes[from])
                        && holdsSip(bytes, from, end);
    }

    /**
     * Whether it tells by its version when it was captured. HEP 1 does not, nor does a plain copy,
     * unless in headers: those are of the time that they are received.
     */
    public static boolean isTimed(byte[] bytes, int from, int end) {
        return from < end
                && (bytes[from] == 2 || isHep3(bytes, from, end) || isGzip(bytes, from, end));
    }

    /** Whether the magic of HEP 3, EEP 1 or EEP 3 stands here. */
    public static boolean isHep3(byte[] bytes, int from, int end) {
        return Hep3Reader.isMagic(bytes, from, end);
    }

    /** Whether these are the first octets of a gzip member: some agents pack HEP whole. */
    public static boolean isGzip(byte[] bytes, int from, int end) {
        return Inflate.isGzip(bytes, from, end);
    }

    /** Whether a SIP message has headers of Kamailio's siptrace: a copy, not the message itself. */
    public static boolean isSipDuplicate(byte[] bytes, int from, int end) {
        for (int i = from; i + 2 < end; i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            byte next = bytes[i + 1];
            if (next == '\r' || next == '\n') {
                return false; // the body
            }
            if ((next == 'X' || next == 'x')
                    && SipStartLine.startsWith(TRACE_HEADER, bytes, i + 1, end)) {
                return true;
            }
        }
        return false;
    }

    private static boolean holdsSip(byte[] bytes, int from, int end) {
        boolean v4 = bytes[from + 2] == 2;
        int header = from + 8 + (v4 ? 8 : 32);
        int version = bytes[from];
        for (int time : TIME_HEADERS) {
            boolean fits = time == 0 ? version == 1 : version == 2;
            if (fits && header + time < end && SipStartLine.at(bytes, header + time, end)) {
                return true;
            }
        }
        return false;
    }

    private HepContent() {}
}
