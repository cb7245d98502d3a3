package io.siphon.job.sink.jdbc;

import io.siphon.schema.Column;
import io.siphon.schema.ColumnType;
import io.siphon.schema.EpochMicros;
import io.siphon.schema.RowEncoder;
import io.siphon.schema.Table;
import io.siphon.schema.Text;

import java.nio.ByteBuffer;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/** Binds a row to a statement's parameters, the same in every time zone and character set. */
final class StatementBinder implements RowEncoder {

    /** An encoder throws none: it is carried past the columns. */
    private static final class BindException extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final SQLException reason;

        BindException(SQLException reason) {
            super(reason);
            this.reason = reason;
        }
    }

    private final PreparedStatement statement;
    private final Dialect dialect;
    private final boolean nul;
    private int index;
    private ColumnType type;

    StatementBinder(PreparedStatement statement, Dialect dialect) {
        this.statement = statement;
        this.dialect = dialect;
        nul = !dialect.textWithoutNul();
    }

    <T> void bind(Table<T> table, T row) throws SQLException {
        index = 0;
        try {
            for (Column<T> column : table.columns()) {
                index++;
                type = column.type();
                column.encode(row, this);
            }
        } catch (BindException e) {
            throw e.reason;
        }
    }

    @Override
    public void none() {
        try {
            statement.setNull(index, SqlType.jdbc(type));
        } catch (SQLException e) {
            throw new BindException(e);
        }
    }

    @Override
    public void text(String value) {
        try {
            statement.setString(index, Text.fit(value, nul));
        } catch (SQLException e) {
            throw new BindException(e);
        }
    }

    @Override
    public void bytesAsText(byte[] value) {
        text(Text.decode(value));
    }

    @Override
    public void bytesIfText(byte[] value) {
        try {
            statement.setString(index, Text.holds(value, nul) ? Text.decode(value) : null);
        } catch (SQLException e) {
            throw new BindException(e);
        }
    }

    @Override
    public void bytesUnlessText(byte[] value) {
        bytes(Text.holds(value, nul) ? null : value);
    }

    @Override
    public void bytes(byte[] value) {
        try {
            statement.setBytes(index, value);
        } catch (SQLException e) {
            throw new BindException(e);
        }
    }

    @Override
    public void number(long value) {
        try {
            statement.setLong(index, value);
        } catch (SQLException e) {
            throw new BindException(e);
        }
    }

    @Override
    public void integer(int value) {
        try {
            statement.setInt(index, value);
        } catch (SQLException e) {
            throw new BindException(e);
        }
    }

    @Override
    public void real(double value) {
        try {
            statement.setDouble(index, value);
        } catch (SQLException e) {
            throw new BindException(e);
        }
    }

    /** As a local time, which no driver moves to another zone. */
    @Override
    public void time(long micros) {
        try {
            statement.setObject(index, EpochMicros.utc(micros));
        } catch (SQLException e) {
            throw new BindException(e);
        }
    }

    @Override
    public void uid(long high, long low) {
        if (dialect == Dialect.MARIADB) {
            bytes(octets(high, low));
        } else {
            try {
                statement.setObject(index, new UUID(high, low));
            } catch (SQLException e) {
                throw new BindException(e);
            }
        }
    }

    /** A uid as MariaDB's BINARY(16). */
    static byte[] octets(long high, long low) {
        return ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
    }
}
