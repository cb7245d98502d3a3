package io.siphon.job.sink;

import io.siphon.schema.Column;
import io.siphon.schema.RowEncoder;
import io.siphon.schema.Table;
import io.siphon.schema.Text;
import io.siphon.schema.UtcText;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/**
 * Rows as JSON, for outputs that have no tables: one object a row, with the columns of {@code
 * docs/schema.md} by name. Times are UTC in ISO 8601 with microseconds, {@code NULL} is null, bytes
 * are Base64.
 */
public final class JsonRows<T> {

    private static final JsonFactory JSON = new JsonFactory();

    private final Table<T> table;

    public JsonRows(Table<T> table) {
        this.table = table;
    }

    /** UTF-8, without a line end. */
    public byte[] json(T row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            Values values = new Values(json);
            json.writeStartObject();
            for (Column<T> column : table.columns()) {
                json.writeFieldName(column.name());
                column.encode(row, values);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("in memory", e);
        }
        return bytes.toByteArray();
    }

    /** Into memory: there is no I/O that could fail. */
    private static final class Values implements RowEncoder {

        /** Always with six digits, so that text sorts as time. */
        private interface Write {
            void to(JsonGenerator json) throws IOException;
        }

        private final JsonGenerator json;

        Values(JsonGenerator json) {
            this.json = json;
        }

        private void write(Write value) {
            try {
                value.to(json);
            } catch (IOException e) {
                throw new UncheckedIOException("in memory", e);
            }
        }

        @Override
        public void none() {
            write(JsonGenerator::writeNull);
        }

        @Override
        public void text(String value) {
            write(to -> to.writeString(value));
        }

        @Override
        public void bytesAsText(byte[] value) {
            text(Text.decode(value));
        }

        @Override
        public void bytesIfText(byte[] value) {
            if (Text.holds(value, true)) {
                text(Text.decode(value));
            } else {
                none();
            }
        }

        @Override
        public void bytesUnlessText(byte[] value) {
            if (Text.holds(value, true)) {
                none();
            } else {
                bytes(value);
            }
        }

        @Override
        public void bytes(byte[] value) {
            write(to -> to.writeBinary(value));
        }

        @Override
        public void number(long value) {
            write(to -> to.writeNumber(value));
        }

        @Override
        public void integer(int value) {
            write(to -> to.writeNumber(value));
        }

        @Override
        public void real(double value) {
            write(to -> to.writeNumber(value));
        }

        /** {@code 2026-11-23T17:00:00.000000Z}. */
        @Override
        public void time(long micros) {
            text(UtcText.iso(micros));
        }

        @Override
        public void uid(long high, long low) {
            text(new UUID(high, low).toString());
        }
    }
}
