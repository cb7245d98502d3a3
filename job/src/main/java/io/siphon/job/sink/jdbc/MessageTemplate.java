package io.siphon.job.sink.jdbc;

import java.io.ByteArrayOutputStream;
import java.time.LocalDate;
import java.util.List;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * What the messages of a kind share on a day, see {@link MessageSplitter}. Each day has templates
 * of its own: they go when the day's messages go.
 *
 * @param id hash of day and text with the store's secret, see {@link
 *     io.siphon.schema.Uids#ofShared}
 * @param text a format string; ASCII
 */
record MessageTemplate(long id, LocalDate day, byte[] text) {

    /**
     * The message again, as PostgreSQL's {@code format} makes it.
     *
     * @param columns Call-ID and tags of the row
     * @param fields its other arguments, see {@link MessageSplitter#SEPARATOR}
     */
    byte[] join(List<String> columns, byte[] fields) {
        String[] others =
                new String(fields, US_ASCII)
                        .split(String.valueOf((char) MessageSplitter.SEPARATOR), -1);
        ByteArrayOutputStream message = new ByteArrayOutputStream(2 * text.length);
        for (int i = 0; i < text.length; i++) {
            if (text[i] != '%') {
                message.write(text[i]);
            } else if (text[++i] == '%') {
                message.write('%');
            } else {
                int argument = 0;
                for (; text[i] != '$'; i++) {
                    argument = 10 * argument + text[i] - '0';
                }
                i++; // the 's'
                message.writeBytes(
                        (argument <= MessageSplitter.COLUMNS
                                        ? columns.get(argument - 1)
                                        : others[argument - MessageSplitter.COLUMNS - 1])
                                .getBytes(US_ASCII));
            }
        }
        return message.toByteArray();
    }
}
