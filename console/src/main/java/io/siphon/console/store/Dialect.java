package io.siphon.console.store;

import java.nio.ByteBuffer;
import java.util.UUID;

/** What differs between the databases in the console's own queries. */
public enum Dialect {
    H2 {
        @Override
        public String secondsOf(String time) {
            return "DATEDIFF(SECOND, TIMESTAMP '1970-01-01 00:00:00', " + time + ")";
        }

        @Override
        public String millisBetween(String from, String to) {
            return "DATEDIFF(MILLISECOND, " + from + ", " + to + ")";
        }
    },
    POSTGRESQL {
        @Override
        public String secondsOf(String time) {
            return "CAST(FLOOR(EXTRACT(EPOCH FROM " + time + ")) AS BIGINT)";
        }

        @Override
        public String millisBetween(String from, String to) {
            return "(EXTRACT(EPOCH FROM (" + to + ") - (" + from + ")) * 1000)";
        }

        @Override
        public String matches(String text) {
            return text + " ~ ?";
        }

        /** Doubles: EXTRACT is a decimal, ten times slower. */
        @Override
        public String bucketOf(String time, long seconds) {
            return "(CAST(FLOOR(DATE_PART('epoch', %s) / %d) AS BIGINT) * %d)"
                    .formatted(time, seconds, seconds);
        }
    },
    /** And MySQL. */
    MARIADB {
        @Override
        public String secondsOf(String time) {
            return "TIMESTAMPDIFF(SECOND, '1970-01-01 00:00:00', " + time + ")";
        }

        @Override
        public String millisBetween(String from, String to) {
            return "(TIMESTAMPDIFF(MICROSECOND, " + from + ", " + to + ") / 1000)";
        }
    };

    /** Start of the part of that many seconds that a time is in, s since 1970. */
    public String bucketOf(String time, long seconds) {
        String at = secondsOf(time);
        return "(" + at + " - MOD(" + at + ", " + seconds + "))";
    }

    /** Whether a regular expression, which is a parameter, is found in a text. */
    public String matches(String text) {
        return text + " REGEXP ?";
    }

    /** Of two expressions of time; NULL when one is. */
    public abstract String millisBetween(String from, String to);

    /** Whole seconds since 1970 of an expression of time. */
    public abstract String secondsOf(String time);

    /** As a parameter of a statement: bytes where there is no type of it. */
    public Object uid(UUID uid) {
        return this == MARIADB
                ? ByteBuffer.allocate(2 * Long.BYTES)
                        .putLong(uid.getMostSignificantBits())
                        .putLong(uid.getLeastSignificantBits())
                        .array()
                : uid;
    }

    public static Dialect of(StoreAddress address) {
        if (address.isH2()) {
            return H2;
        }
        return address.isPostgres() ? POSTGRESQL : MARIADB;
    }
}
