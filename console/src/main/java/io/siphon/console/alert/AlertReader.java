package io.siphon.console.alert;

import io.siphon.console.store.Span;
import io.siphon.console.store.Store;
import io.siphon.schema.Alert;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.Row;
import io.siphon.schema.Tables;

import javax.annotation.Nullable;

import java.nio.ByteBuffer;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Reads alerts with who takes care of them. */
public final class AlertReader {

    /** Most open alerts that are read. */
    public static final int MOST = 200;

    private final Store store;

    public AlertReader(Store store) {
        this.store = store;
    }

    /** Those that are not over, suppressed ones included: the worst first, then the latest. */
    public List<StoredAlert> open() {
        return read(
                "WHERE t.state <> 'closed' ORDER BY CASE WHEN t.state = 'suppressed' THEN 1 ELSE 0"
                        + " END, t.severity, t.opened_at DESC LIMIT "
                        + MOST);
    }

    /**
     * @param id a number, or a uid
     * @return null when there is none
     */
    @Nullable
    public StoredAlert find(String id) {
        if (id.matches("[0-9]{1,18}")) {
            return first(read("WHERE t.id = ?", Long.parseLong(id)));
        }
        if (id.matches("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")) {
            return first(read("WHERE t.uid = ?", store.dialect().uid(UUID.fromString(id))));
        }
        return null;
    }

    /** By its key; null when there is none. */
    @Nullable
    public StoredAlert find(String detector, String node, String subject, long openedAt) {
        return first(
                read(
                        "WHERE t.opened_at = ? AND t.detector = ? AND t.node = ? AND t.subject = ?",
                        EpochMicros.utc(openedAt),
                        detector,
                        node,
                        subject));
    }

    @Nullable
    private static StoredAlert first(List<StoredAlert> found) {
        return found.isEmpty() ? null : found.get(0);
    }

    private List<StoredAlert> read(String where, Object... parameters) {
        List<StoredAlert> found = new ArrayList<>();
        // a store of 0.1 that no job has opened since has other columns
        if (store.has("alerts", "opened_at")) {
            store.read(
                    Tables.ALERTS,
                    List.of("id"),
                    where,
                    (Alert alert, Row row) ->
                            found.add(
                                    new StoredAlert(
                                            row.number("id", 0), row.uid("uid"), alert, null)),
                    parameters);
        }
        Map<UUID, Ack> acks = acks(found.stream().map(StoredAlert::uid).toList());
        return found.stream().map(alert -> alert.with(acks.get(alert.uid()))).toList();
    }

    private Map<UUID, Ack> acks(List<UUID> uids) {
        Map<UUID, Ack> acks = new HashMap<>();
        if (!uids.isEmpty() && store.has("alert_acks")) {
            store.read(
                    "SELECT alert, at, account, note FROM alert_acks WHERE alert IN (%s) ORDER BY id"
                            .formatted(String.join(", ", Collections.nCopies(uids.size(), "?"))),
                    row ->
                            Map.entry(
                                    uid(row.getObject(1)),
                                    new Ack(
                                            Span.micros(row.getObject(2, LocalDateTime.class)),
                                            row.getString(3),
                                            row.getString(4))),
                    ack -> acks.put(ack.getKey(), ack.getValue()),
                    uids.stream().map(store.dialect()::uid).toArray());
        }
        return acks;
    }

    private static UUID uid(Object stored) {
        if (stored instanceof byte[] bytes) {
            ByteBuffer halves = ByteBuffer.wrap(bytes);
            return new UUID(halves.getLong(), halves.getLong());
        }
        return (UUID) stored;
    }
}
