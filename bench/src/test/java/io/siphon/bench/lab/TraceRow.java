package io.siphon.bench.lab;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;

/** One row of {@code sip_trace}: Kamailio's thirteen columns, without {@code id}. */
public record TraceRow(
        String timeStamp,
        long timeUs,
        String callid,
        String tracedUser,
        String msg,
        String method,
        String status,
        String fromip,
        String toip,
        String fromtag,
        String totag,
        String direction) {

    static final String COLUMNS =
            "time_stamp, time_us, callid, traced_user, msg, method, status, fromip, toip,"
                    + " fromtag, totag, direction";

    static TraceRow of(ResultSet row) throws SQLException {
        return new TraceRow(
                row.getString("time_stamp"),
                row.getLong("time_us"),
                row.getString("callid"),
                row.getString("traced_user"),
                row.getString("msg"),
                row.getString("method"),
                row.getString("status"),
                row.getString("fromip"),
                row.getString("toip"),
                row.getString("fromtag"),
                row.getString("totag"),
                row.getString("direction"));
    }

    /**
     * Kamailio binds the message as a binary value: in a TEXT column of PostgreSQL it ends up as
     * {@code \\x494e56495445…}.
     */
    TraceRow withReadableMessage() {
        return msg.startsWith("\\x")
                ? withMessage(
                        new String(
                                HexFormat.of().parseHex(msg, 2, msg.length()),
                                StandardCharsets.UTF_8))
                : this;
    }

    private TraceRow withMessage(String other) {
        return new TraceRow(
                timeStamp,
                timeUs,
                callid,
                tracedUser,
                other,
                method,
                status,
                fromip,
                toip,
                fromtag,
                totag,
                direction);
    }
}
