package io.siphon.bench;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Rows of messages received from now on, in a database that answers only when Siphon has ended. */
final class ReceivedRows implements StoredCount {

    private static final DateTimeFormatter UTC =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

    private final BenchStore store;
    private final String since = UTC.format(Instant.now());

    ReceivedRows(BenchStore store) {
        this.store = store;
    }

    @Override
    public long soFar() {
        return -1;
    }

    @Override
    public long exactly() throws Exception {
        String rows = "(SELECT COUNT(*) FROM %s WHERE received_at >= '%s')";
        return store.number(
                "SELECT "
                        + rows.formatted("sip_trace", since)
                        + " + "
                        + rows.formatted("hep_trace", since));
    }
}
