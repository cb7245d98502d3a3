package io.siphon.sources.siptrace;

import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.sources.hep.TracedAddress;

import javax.annotation.Nullable;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Makes packets of rows. A row without a message becomes one with {@link HepPacket#error}.
 *
 * @param zone that the server wrote {@code time_stamp} in. Of the hour that comes twice when clocks
 *     go back, the first is meant.
 * @param node see {@link HepPacket#node}
 */
public record RowPackets(ZoneId zone, String node) implements Serializable {

    private static final TracedAddress UNKNOWN = new TracedAddress(0, "", 0);

    /** What siptrace writes when it has no message. */
    private static final String PLACEHOLDER = "No (request|reply) buffer\\s*";

    private static final int LONGEST_PLACEHOLDER = 32;

    HepPacket of(SipTraceRow row) {
        RowPosition position = row.position();
        long seconds = position.second().atZone(zone).toEpochSecond();
        long timeMicros = seconds * 1_000_000 + position.micros();
        TracedAddress from = address(row.from());
        TracedAddress to = address(row.to());
        byte[] message = message(row.message());
        return new HepPacket(
                timeMicros,
                timeMicros,
                0,
                from == UNKNOWN ? to.transport() : from.transport(),
                from.ip(),
                from.port(),
                to.ip(),
                to.port(),
                "",
                node,
                HepProtocol.SIP,
                null,
                direction(row.direction()),
                message,
                null,
                error(row, message));
    }

    private static TracedAddress address(String text) {
        TracedAddress address = TracedAddress.of(text);
        return address == null ? UNKNOWN : address;
    }

    private static @Nullable String direction(@Nullable String column) {
        return "in".equals(column) || "out".equals(column) ? column : null;
    }

    /** Kamailio binds a binary value, which a TEXT column of PostgreSQL shows in hexadecimal. */
    private static byte[] message(byte[] column) {
        if (column.length < 2 || column[0] != '\\' || column[1] != 'x') {
            return column;
        }
        try {
            String text = new String(column, 2, column.length - 2, StandardCharsets.ISO_8859_1);
            return HexFormat.of().parseHex(text);
        } catch (IllegalArgumentException e) {
            return column; // for the SIP parser to refuse
        }
    }

    private static @Nullable String error(SipTraceRow row, byte[] message) {
        if (message.length == 0) {
            return "empty: row " + row.position().id() + " has no message";
        }
        String beginning =
                new String(
                        Arrays.copyOf(message, Math.min(message.length, LONGEST_PLACEHOLDER)),
                        StandardCharsets.ISO_8859_1);
        return beginning.matches(PLACEHOLDER)
                ? "no-message: row %d says %s".formatted(row.position().id(), beginning.strip())
                : null;
    }
}
