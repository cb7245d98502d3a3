package io.siphon.console.flow;

/**
 * Something beside the messages on a ladder's time line.
 *
 * @param timeMicros epoch µs
 * @param text one line, plain text
 * @param detail all of it, for whoever wants more; plain text
 * @param source socket that sent it; empty where it is of no socket
 * @param destination likewise
 * @param lossPct of an RTCP report; NaN where there is none
 * @param jitter likewise, in timestamp units
 */
public record Note(
        long timeMicros,
        Kind kind,
        String text,
        String detail,
        String source,
        String destination,
        double lossPct,
        double jitter) {

    public Note(
            long timeMicros,
            Kind kind,
            String text,
            String detail,
            String source,
            String destination) {
        this(timeMicros, kind, text, detail, source, destination, Double.NaN, Double.NaN);
    }

    /** What it is; the name is its class in pages. */
    public enum Kind {
        /** An RTCP report. */
        RTCP(true),
        /** A captured RTP stream begins or ends. */
        RTP(true),
        /** A line of a log that an agent sent. */
        LOG(false),
        /** An alert whose window the call began in. */
        ALERT(false),
        /** Nobody captured. */
        GAP(false);

        private final boolean media;

        Kind(boolean media) {
            this.media = media;
        }

        public boolean isMedia() {
            return media;
        }
    }
}
