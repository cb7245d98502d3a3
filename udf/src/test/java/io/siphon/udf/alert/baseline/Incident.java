package io.siphon.udf.alert.baseline;

/**
 * Something that goes wrong on one trunk.
 *
 * @param factor of the traffic, share, delay or score while it lasts
 */
record Incident(
        Kind kind, String trunk, long startMicros, long minutes, double factor, String label) {

    /** What goes wrong, and who is to find it. */
    enum Kind {
        TRAFFIC(TrafficLevel.NAME),
        ANSWERS(RatioDrop.NAME),
        DELAY(LatencyShift.NAME),
        SCORE(QualityShift.NAME),
        SHORT(ShortCalls.NAME),
        DURATION(AcdDrop.NAME);

        final String detector;

        Kind(String detector) {
            this.detector = detector;
        }
    }

    long endMicros() {
        return startMicros + minutes * 60_000_000L;
    }

    boolean isAt(long micros) {
        return micros >= startMicros && micros < endMicros();
    }
}
