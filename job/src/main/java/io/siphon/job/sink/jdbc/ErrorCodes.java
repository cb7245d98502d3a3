package io.siphon.job.sink.jdbc;

import java.sql.SQLException;
import java.util.Set;

/** What SQLStates and vendors' codes mean. */
final class ErrorCodes {

    /**
     * https://mariadb.com/kb/en/mariadb-error-codes/ and MySQL's of the same numbers. Of the disk:
     * file not written (3, 1026), full (1021), storage engine's error (1030), table full, commit
     * failed (1180), temporary file (1878). Of resources: out of memory (1037, 1038, 1041),
     * connections (1040, 1203, 1226), threads (1135), transactions (1637). Of operators and limits:
     * shutting down (1053), Galera not ready (1047), host blocked (1129), lock wait timeout,
     * deadlock, read lock (1223), read-only (1290, 1792, 1836), query killed (1317), connection
     * killed (1927), statement timed out (1969; MySQL's 3024), idle for too long (4031). Of the
     * client: server gone (2006), lost (2013).
     */
    private static final Set<Integer> BUSY =
            Set.of(
                    3, 1021, 1026, 1030, 1037, 1038, 1040, 1041, 1047, 1053, 1114, 1129, 1135, 1180,
                    1203, 1205, 1213, 1223, 1226, 1290, 1317, 1637, 1792, 1836, 1878, 1927, 1969,
                    2006, 2013, 3024, 4031);

    /**
     * Packet too large, incorrect string value, data too long, CHECK constraint (MySQL's and
     * MariaDB's): their SQLState is often the catch-all HY000.
     */
    private static final Set<Integer> UNFIT = Set.of(1153, 1366, 1406, 3819, 4025);

    private ErrorCodes() {}

    /**
     * Connection broken, database closed or shutting down, file trouble; then file locked,
     * concurrent update, lock timeout, statement cancelled. H2's states of its own are its codes.
     */
    static ErrorClass h2(String state, int code) {
        return switch (code) {
            case 90067, 90098, 90121, 90028, 90031 -> ErrorClass.LOST;
            case 90020, 90131, 50200, 57014 -> ErrorClass.RETRY;
            default -> standard(state);
        };
    }

    /**
     * https://www.postgresql.org/docs/current/errcodes-appendix.html: 25006 is a standby that was
     * not promoted yet, 25P02…25P04 a transaction that was given up by the server; 53 out of
     * resources; 54 row too large, also for an index; 55006 and 55P03 in use, locked; 57 an
     * operator stepped in: cancelled, also by statement_timeout, shut down, starting up; 58 file
     * trouble.
     */
    static ErrorClass postgres(String state, int code) {
        if (state.startsWith("53")
                || state.startsWith("57")
                || state.startsWith("58")
                || state.startsWith("25P")
                || state.equals("25006")
                || state.equals("55006")
                || state.equals("55P03")) {
            return ErrorClass.RETRY;
        }
        return state.startsWith("54") ? ErrorClass.REFUSE : standard(state);
    }

    static ErrorClass mariaDb(String state, int code) {
        if (BUSY.contains(code)) {
            return ErrorClass.RETRY;
        }
        return UNFIT.contains(code) ? ErrorClass.REFUSE : standard(state);
    }

    /** Whether the connection is broken. */
    static boolean isConnection(SQLException error) {
        return error.getSQLState() != null && error.getSQLState().startsWith("08");
    }

    /**
     * ISO 9075-2: 08 connection, 40 transaction rollback (deadlock, serialisation); 22 data, 23
     * constraint.
     */
    private static ErrorClass standard(String state) {
        if (state.startsWith("08") || state.startsWith("40")) {
            return ErrorClass.RETRY;
        }
        return state.startsWith("22") || state.startsWith("23")
                ? ErrorClass.REFUSE
                : ErrorClass.FAIL;
    }
}
