package io.siphon.job.sink.jdbc;

import org.postgresql.util.ByteStreamWriter;

import java.io.IOException;
import java.io.OutputStream;

/**
 * What follows a {@code COPY … FROM STDIN (FORMAT binary)} (PostgreSQL's documentation, SQL COPY,
 * "Binary Format").
 *
 * @param bytes with the rows in it
 * @param runs of rows in these bytes: start, end, start, end, …
 * @param rows how many they are
 */
record CopyData(byte[] bytes, int[] runs, int rows) implements ByteStreamWriter {

    /** The signature, flags and the length of the header's extension. */
    private static final byte[] HEADER = {
        'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
    };

    private static final byte[] NO_MORE_ROWS = {(byte) 0xFF, (byte) 0xFF};

    @Override
    public int getLength() {
        int length = HEADER.length + NO_MORE_ROWS.length;
        for (int i = 0; i < runs.length; i += 2) {
            length += runs[i + 1] - runs[i];
        }
        return length;
    }

    @Override
    public void writeTo(ByteStreamTarget target) throws IOException {
        OutputStream out = target.getOutputStream();
        out.write(HEADER);
        for (int i = 0; i < runs.length; i += 2) {
            out.write(bytes, runs[i], runs[i + 1] - runs[i]);
        }
        out.write(NO_MORE_ROWS);
    }
}
