package io.siphon.bench;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Messages as rows that a database makes by itself: seven a call, a millisecond apart. */
final class Prefill {

    /** Long ago enough that no query for the measured messages meets one. */
    private static final String FIRST = "2020-01-01 00:00:00";

    private static final long FIRST_MICROS = 1_577_836_800_000_000L;

    private static final String COLUMNS =
            "INSERT INTO sip_trace (time_stamp, time_us, callid, msg, method, fromip, toip,"
                    + " fromtag, totag, direction, node, received_at, uid) ";

    private static final long MESSAGES_A_DAY = 86_400_000;

    private Prefill() {}

    /** PostgreSQL's: the days that these rows are of, as Siphon makes one when its rows come. */
    static List<String> partitions(long messages) {
        List<String> statements = new ArrayList<>();
        LocalDate day = LocalDate.parse(FIRST.substring(0, 10));
        for (long done = 0; done < messages; done += MESSAGES_A_DAY) {
            String partition = "sip_trace_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
            statements.add("CREATE TABLE " + partition + " (LIKE sip_message INCLUDING ALL)");
            statements.add("ALTER TABLE " + partition + " ADD PRIMARY KEY (uid)");
            statements.add(
                    "ALTER TABLE sip_message ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')"
                            .formatted(partition, day, day.plusDays(1)));
            day = day.plusDays(1);
        }
        return statements;
    }

    /**
     * The statement that inserts rows.
     *
     * @param first number of a message
     * @param last included
     */
    static String rows(BenchStore.Kind kind, long first, long last) {
        return switch (kind) {
            case POSTGRES ->
                    COLUMNS.replace("sip_trace", "sip_message")
                            + select(
                                    "timestamp '%s' + n / 1000 * interval '1 second'"
                                            .formatted(FIRST),
                                    "n / 7 || '@198.51.100.10'",
                                    "(lpad(to_hex(%d + n * 1000), 16, '0') ||"
                                                    .formatted(FIRST_MICROS)
                                            + " substr(md5(n::text), 1, 16))::uuid")
                            + "FROM generate_series(%d::bigint, %d::bigint) AS n"
                                    .formatted(first, last);
            case MARIADB ->
                    COLUMNS
                            + select(
                                    "'%s' + INTERVAL seq DIV 1000 SECOND".formatted(FIRST),
                                    "CONCAT(seq DIV 7, '@198.51.100.10')",
                                    "UNHEX(CONCAT(LPAD(HEX(%d + seq * 1000), 16, '0'),"
                                                    .formatted(FIRST_MICROS)
                                            + " LEFT(MD5(seq), 16)))")
                            + "FROM seq_%d_to_%d".formatted(first, last);
            case H2 ->
                    COLUMNS
                            + select(
                                    "DATEADD(SECOND, x / 1000, TIMESTAMP '%s')".formatted(FIRST),
                                    "x / 7 || '@198.51.100.10'",
                                    "RANDOM_UUID()")
                            + "FROM SYSTEM_RANGE(%d, %d)".formatted(first, last);
        };
    }

    /** The text is about as long as a generated message, 600 octets. */
    private static String select(String time, String callId, String uid) {
        return "SELECT "
                + time
                + ", 0, "
                + callId
                + ", REPEAT('INVITE sip:+442071812000@example.org SIP/2.0 ', 13), 'INVITE',"
                + " 'udp:198.51.100.20:5060', 'udp:203.0.113.10:5060', 'a1b2c3d4', '', 'in',"
                + " 'generate', "
                + time
                + ", "
                + uid
                + " ";
    }
}
