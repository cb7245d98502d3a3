package io.siphon.job.sink.jdbc;

import io.siphon.udf.alert.Alert;
import io.siphon.udf.call.Call;
import io.siphon.udf.payload.Uids;
import io.siphon.udf.qos.Measurement;
import io.siphon.udf.registration.Registration;
import io.siphon.udf.rtcp.ReportedStream;
import io.siphon.udf.stream.Stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/**
 * Rows of our tables as JSON, for outputs that have no tables: one object a row, with the columns
 * of {@code docs/schema.md} by name. Times are UTC in ISO 8601 with microseconds, {@code NULL} is
 * null, bytes are Base64.
 */
public final class JsonRows<T> {

    private static final JsonFactory JSON = new JsonFactory();

    /** Always with six digits, so that text sorts as time: {@code 2026-11-23T17:00:00.000000Z}. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'");

    private final Table<T> table;

    private JsonRows(Table<T> table) {
        this.table = table;
    }

    public static JsonRows<Call> ofCalls(Uids uids) {
        return new JsonRows<>(Tables.CALLS.with(uids));
    }

    public static JsonRows<Stream> ofStreams(Uids uids) {
        return new JsonRows<>(Tables.STREAMS.with(uids));
    }

    public static JsonRows<Measurement> ofMeasurements(Uids uids) {
        return new JsonRows<>(Tables.MEASUREMENTS.with(uids));
    }

    public static JsonRows<Registration> ofRegistrations(Uids uids) {
        return new JsonRows<>(Tables.REGISTRATIONS.with(uids));
    }

    public static JsonRows<ReportedStream> ofReportedStreams(Uids uids) {
        return new JsonRows<>(Tables.REPORTED_STREAMS.with(uids));
    }

    public static JsonRows<Alert> ofAlerts(Uids uids) {
        return new JsonRows<>(Tables.ALERTS.with(uids));
    }

    /** UTF-8, without a line end. */
    public byte[] json(T row) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            for (Column<T> column : table.columns()) {
                json.writeFieldName(column.name());
                write(json, column.type(), column.value().apply(row));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("in memory", e);
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, ColumnType type, Object value)
            throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (type == ColumnType.TIME) {
            json.writeString(TIME.format(ColumnType.utc((Long) value)));
        } else if (type == ColumnType.BYTES_AS_TEXT || type == ColumnType.BYTES_IF_TEXT) {
            json.writeString(Text.decode((byte[]) value));
        } else if (value instanceof byte[] bytes) {
            json.writeBinary(bytes);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Long number) {
            json.writeNumber(number);
        } else if (value instanceof UUID uid) {
            json.writeString(uid.toString());
        } else {
            json.writeString((String) value);
        }
    }
}
