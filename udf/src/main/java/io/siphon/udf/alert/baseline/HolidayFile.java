package io.siphon.udf.alert.baseline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Days that are like Sundays: a file with one date per line, {@code #} begins a comment. */
public final class HolidayFile {

    private HolidayFile() {}

    /**
     * Epoch days.
     *
     * @throws IllegalArgumentException when it cannot be read or has something else in it, says
     *     what
     */
    public static List<Long> read(String file) {
        try {
            return parse(Files.readAllLines(Path.of(file)));
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e.getMessage(), e);
        }
    }

    static List<Long> parse(List<String> lines) {
        List<Long> days = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String date = lines.get(i).replaceFirst("#.*", "").strip();
            if (!date.isEmpty()) {
                try {
                    days.add(LocalDate.parse(date).toEpochDay());
                } catch (DateTimeException e) {
                    throw new IllegalArgumentException(
                            "line " + (i + 1) + ": expected a date like 2026-12-25, got " + date,
                            e);
                }
            }
        }
        return days;
    }
}
