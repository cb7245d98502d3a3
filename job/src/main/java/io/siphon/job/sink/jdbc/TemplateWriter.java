package io.siphon.job.sink.jdbc;

import io.siphon.schema.Trace;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * Stores the templates of messages before the messages. Each is written again after a while, which
 * renews its {@code used_at}: an unused one of a day without messages is deleted.
 */
final class TemplateWriter implements RowWriter<CopyRows<Trace>> {

    static final String TABLE = "sip_template";

    private static final Duration RENEWED = Duration.ofMinutes(10);

    /** Longer than {@link #RENEWED} and the longest transaction together. */
    private static final Duration UNUSED = Duration.ofHours(2);

    /** Remembered as written; then all are written once more. */
    private static final int MOST = 10_000;

    private static final String STORE =
            "INSERT INTO sip_template (id, day, text) SELECT * FROM unnest(?, ?, ?) ON CONFLICT (id)"
                    + " DO UPDATE SET used_at = now()";

    private static final String DELETE =
            """
            DELETE FROM sip_template WHERE used_at < now() - make_interval(secs => ?) AND day IN (
                SELECT day FROM (SELECT DISTINCT day FROM sip_template) d WHERE NOT EXISTS (
                    SELECT 1 FROM sip_message WHERE time_stamp >= d.day AND time_stamp < d.day + 1))""";

    private final Connection connection;
    private final RowWriter<CopyRows<Trace>> messages;
    private final Map<Long, Long> written = new HashMap<>();

    TemplateWriter(Connection connection, RowWriter<CopyRows<Trace>> messages) {
        this.connection = connection;
        this.messages = messages;
    }

    @Override
    public int write(CopyRows<Trace> rows, int from, int to) throws SQLException {
        if (rows instanceof MessageRows batch) {
            store(batch);
        }
        return messages.write(rows, from, to);
    }

    private void store(MessageRows batch) throws SQLException {
        long now = System.nanoTime();
        List<MessageTemplate> due = new ArrayList<>();
        for (MessageTemplate template : batch.used()) {
            Long at = written.get(template.id());
            if (at == null || now - at > RENEWED.toNanos()) {
                due.add(template);
            }
        }
        if (due.isEmpty()) {
            return;
        }
        // two writers that wait for each other's would wait for ever
        due.sort(Comparator.comparingLong(MessageTemplate::id));
        try (PreparedStatement insert = connection.prepareStatement(STORE)) {
            insert.setArray(1, array("bigint", due, MessageTemplate::id));
            insert.setArray(2, array("date", due, template -> template.day().toString()));
            insert.setArray(
                    3, array("text", due, template -> new String(template.text(), US_ASCII)));
            insert.executeUpdate();
        }
        connection.commit();
        if (written.size() + due.size() > MOST) {
            written.clear();
        }
        due.forEach(template -> written.put(template.id(), now));
    }

    private Array array(
            String type, List<MessageTemplate> of, Function<MessageTemplate, Object> each)
            throws SQLException {
        return connection.createArrayOf(type, of.stream().map(each).toArray());
    }

    /** Deletes the templates of days that have no messages any more. */
    static void deleteUnused(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            delete.setDouble(1, UNUSED.toSeconds());
            delete.executeUpdate();
        }
    }

    @Override
    public void clear() throws SQLException {
        messages.clear();
    }
}
