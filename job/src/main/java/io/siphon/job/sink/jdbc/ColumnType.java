package io.siphon.job.sink.jdbc;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.UUID;

import static java.nio.charset.StandardCharsets.UTF_8;

/** How a value of ours gets into a column, the same way in every time zone and character set. */
enum ColumnType {
    /** String. */
    TEXT("VARCHAR", "text", Types.VARCHAR) {
        @Override
        void put(CopyBuffer out, Object value) {
            out.text((String) value);
        }

        @Override
        Object read(ByteBuffer value) {
            return UTF_8.decode(value).toString();
        }

        @Override
        Object stored(Object value, Dialect dialect) {
            return value == null ? null : Text.fit((String) value, dialect);
        }

        @Override
        void set(PreparedStatement row, int index, Object value, Dialect dialect)
                throws SQLException {
            row.setString(index, Text.fit((String) value, dialect));
        }
    },
    /** UTF-8 bytes as text, with U+FFFD for what text cannot hold. */
    BYTES_AS_TEXT("VARCHAR", "text", Types.VARCHAR) {
        @Override
        void put(CopyBuffer out, Object value) {
            byte[] bytes = (byte[]) value;
            if (Text.isPlain(bytes)) {
                out.blob(bytes);
            } else {
                out.text(Text.decode(bytes));
            }
        }

        @Override
        Object stored(Object value, Dialect dialect) {
            return Text.fit(Text.decode((byte[]) value), dialect);
        }

        @Override
        void set(PreparedStatement row, int index, Object value, Dialect dialect)
                throws SQLException {
            row.setString(index, Text.fit(Text.decode((byte[]) value), dialect));
        }
    },
    /** UTF-8 bytes as text; NULL when text cannot hold them exactly. */
    BYTES_IF_TEXT("VARCHAR", "text", Types.VARCHAR) {
        @Override
        void put(CopyBuffer out, Object value) {
            byte[] bytes = (byte[]) value;
            if (Text.holds(bytes, Dialect.POSTGRESQL)) {
                out.blob(bytes);
            } else {
                out.none();
            }
        }

        @Override
        Object stored(Object value, Dialect dialect) {
            byte[] bytes = (byte[]) value;
            return bytes != null && Text.holds(bytes, dialect) ? Text.decode(bytes) : null;
        }

        @Override
        void set(PreparedStatement row, int index, Object value, Dialect dialect)
                throws SQLException {
            byte[] bytes = (byte[]) value;
            row.setString(index, Text.holds(bytes, dialect) ? Text.decode(bytes) : null);
        }
    },
    /** Bytes; NULL when text holds them exactly. */
    BYTES_UNLESS_TEXT("VARBINARY", "bytea", Types.VARBINARY) {
        @Override
        void put(CopyBuffer out, Object value) {
            byte[] bytes = (byte[]) value;
            if (Text.holds(bytes, Dialect.POSTGRESQL)) {
                out.none();
            } else {
                out.blob(bytes);
            }
        }

        @Override
        Object stored(Object value, Dialect dialect) {
            byte[] bytes = (byte[]) value;
            return bytes == null || Text.holds(bytes, dialect) ? null : bytes;
        }

        @Override
        void set(PreparedStatement row, int index, Object value, Dialect dialect)
                throws SQLException {
            byte[] bytes = (byte[]) value;
            row.setBytes(index, Text.holds(bytes, dialect) ? null : bytes);
        }
    },
    /** Bytes. */
    BYTES("VARBINARY", "bytea", Types.VARBINARY) {
        @Override
        void put(CopyBuffer out, Object value) {
            out.blob((byte[]) value);
        }

        @Override
        void set(PreparedStatement row, int index, Object value, Dialect dialect)
                throws SQLException {
            row.setBytes(index, (byte[]) value);
        }
    },
    /** Long. */
    NUMBER("BIGINT", "bigint", Types.BIGINT) {
        @Override
        void put(CopyBuffer out, Object value) {
            out.number((Long) value);
        }

        @Override
        Object read(ByteBuffer value) {
            return value.getLong();
        }

        @Override
        void set(PreparedStatement row, int index, Object value, Dialect dialect)
                throws SQLException {
            row.setLong(index, (Long) value);
        }
    },
    /** Integer. */
    INTEGER("INTEGER", "integer", Types.INTEGER) {
        @Override
        void put(CopyBuffer out, Object value) {
            out.integer((Integer) value);
        }

        @Override
        Object read(ByteBuffer value) {
            return value.getInt();
        }

        @Override
        void set(PreparedStatement row, int index, Object value, Dialect dialect)
                throws SQLException {
            row.setInt(index, (Integer) value);
        }
    },
    /** Double. */
    REAL("DOUBLE PRECISION", "double precision", Types.DOUBLE) {
        @Override
        void put(CopyBuffer out, Object value) {
            out.number(Double.doubleToLongBits((Double) value));
        }

        @Override
        Object read(ByteBuffer value) {
            return Double.longBitsToDouble(value.getLong());
        }

        @Override
        void set(PreparedStatement row, int index, Object value, Dialect dialect)
                throws SQLException {
            row.setDouble(index, (Double) value);
        }
    },
    /** Epoch µs (Long) as UTC: bound as a local time, which no driver moves to another zone. */
    TIME("TIMESTAMP(6)", "timestamp", Types.TIMESTAMP) {
        @Override
        void put(CopyBuffer out, Object value) {
            out.number((Long) value - POSTGRES_EPOCH);
        }

        @Override
        Object read(ByteBuffer value) {
            return value.getLong() + POSTGRES_EPOCH;
        }

        @Override
        void set(PreparedStatement row, int index, Object value, Dialect dialect)
                throws SQLException {
            row.setObject(index, utc((Long) value));
        }
    },
    /** {@link UUID}: 16 bytes. */
    UID("UUID", "uuid", Types.OTHER) {
        @Override
        void put(CopyBuffer out, Object value) {
            UUID uid = (UUID) value;
            out.uuid(uid.getMostSignificantBits(), uid.getLeastSignificantBits());
        }

        @Override
        Object read(ByteBuffer value) {
            return new UUID(value.getLong(), value.getLong());
        }

        @Override
        void set(PreparedStatement row, int index, Object value, Dialect dialect)
                throws SQLException {
            if (dialect == Dialect.MARIADB) {
                UUID uid = (UUID) value;
                row.setBytes(
                        index,
                        ByteBuffer.allocate(16)
                                .putLong(uid.getMostSignificantBits())
                                .putLong(uid.getLeastSignificantBits())
                                .array());
            } else {
                row.setObject(index, value);
            }
        }
    };

    /** 2000-01-01 in epoch µs: what PostgreSQL counts its timestamps from. */
    private static final long POSTGRES_EPOCH = 946_684_800_000_000L;

    private final String h2;
    private final String postgres;
    private final int sqlType;

    ColumnType(String h2, String postgres, int sqlType) {
        this.h2 = h2;
        this.postgres = postgres;
        this.sqlType = sqlType;
    }

    /** What H2 casts a parameter to. */
    String h2() {
        return h2;
    }

    /** What a value is in PostgreSQL before it is fitted to its column. */
    String postgres() {
        return postgres;
    }

    /** Writes a value for PostgreSQL's COPY; null is NULL. */
    void copy(CopyBuffer out, Object value) {
        if (value == null) {
            out.none();
        } else {
            put(out, value);
        }
    }

    abstract void put(CopyBuffer out, Object value);

    /** What {@link #copy} wrote, of anything but NULL, without its length. */
    Object read(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.get(bytes);
        return bytes;
    }

    /** Binds a value; null is NULL. */
    void bind(PreparedStatement row, int index, Object value, Dialect dialect) throws SQLException {
        if (value == null) {
            row.setNull(index, sqlType);
        } else {
            set(row, index, value, dialect);
        }
    }

    /** What the database gives back of a value: text, bytes, or null. */
    Object stored(Object value, Dialect dialect) {
        return value;
    }

    /** Reads what {@link #stored} tells. */
    Object get(ResultSet row, int index) throws SQLException {
        return sqlType == Types.VARBINARY ? row.getBytes(index) : row.getString(index);
    }

    abstract void set(PreparedStatement row, int index, Object value, Dialect dialect)
            throws SQLException;

    /** As it stands in {@code quarantine.row_text}. */
    static String describe(Object value) {
        return value instanceof byte[] bytes
                ? "0x" + HexFormat.of().formatHex(bytes)
                : String.valueOf(value);
    }

    static LocalDateTime utc(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L),
                (int) Math.floorMod(micros, 1_000_000L) * 1000,
                ZoneOffset.UTC);
    }
}
