package io.siphon.job.sink.influx;

/**
 * Classifies InfluxDB 1.x answers to a write, other than 204 (checked on 1.6.7; <a
 * href="https://archive.docs.influxdata.com/influxdb/v1.6/tools/api/#write">API reference</a>).
 */
enum InfluxErrorClass {
    /** Overloaded or broken for now: the same points again, later. */
    RETRY,
    /** The database or retention policy is gone: it is created, and the points sent again. */
    MISSING,
    /** All good points were stored; the others are older than the retention policy keeps. */
    EXPIRED,
    /** A point is to blame: its field types, its syntax, the server's limits. */
    REFUSE,
    /** Wrong user or wrong server. */
    FAIL;

    static InfluxErrorClass of(int status, String message) {
        if (message.contains("database not found")
                || message.contains("retention policy not found")) {
            return MISSING;
        }
        return switch (status) {
            case 400 -> message.contains("points beyond retention policy") ? EXPIRED : REFUSE;
            // Too large: halves are smaller.
            case 413 -> REFUSE;
            case 408, 429 -> RETRY;
            default -> status >= 500 ? RETRY : FAIL;
        };
    }
}
