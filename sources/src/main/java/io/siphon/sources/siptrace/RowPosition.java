package io.siphon.sources.siptrace;

import java.time.LocalDateTime;

/**
 * A row's place in the order of reading: by time, and of the same microsecond by {@code id}.
 *
 * @param second {@code time_stamp}, in the zone that the server wrote it in
 * @param micros {@code time_us}
 */
public record RowPosition(LocalDateTime second, int micros, long id) {

    /** Before every row that has a time. */
    static final RowPosition BEGINNING =
            new RowPosition(LocalDateTime.of(1000, 1, 1, 0, 0), -1, -1);
}
