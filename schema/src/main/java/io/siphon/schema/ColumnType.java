package io.siphon.schema;

import java.util.UUID;

/** Type of a column. Every store maps it to its own. */
public enum ColumnType {
    /** String, cut to the column's width. */
    TEXT {
        @Override
        void encode(Object value, RowEncoder to) {
            to.text((String) value);
        }
    },
    /** UTF-8 bytes as text, with U+FFFD for what text cannot hold. */
    BYTES_AS_TEXT {
        @Override
        void encode(Object value, RowEncoder to) {
            to.bytesAsText((byte[]) value);
        }
    },
    /** UTF-8 bytes as text; NULL when text cannot hold them exactly. */
    BYTES_IF_TEXT {
        @Override
        void encode(Object value, RowEncoder to) {
            to.bytesIfText((byte[]) value);
        }
    },
    /** Bytes; NULL when text holds them exactly. */
    BYTES_UNLESS_TEXT {
        @Override
        void encode(Object value, RowEncoder to) {
            to.bytesUnlessText((byte[]) value);
        }
    },
    /** Bytes. */
    BYTES {
        @Override
        void encode(Object value, RowEncoder to) {
            to.bytes((byte[]) value);
        }
    },
    /** Long. */
    NUMBER {
        @Override
        void encode(Object value, RowEncoder to) {
            to.number((Long) value);
        }
    },
    /** Integer. */
    INTEGER {
        @Override
        void encode(Object value, RowEncoder to) {
            to.integer((Integer) value);
        }
    },
    /** Boolean; where a store has none, an integer: 1 or 0. */
    FLAG {
        @Override
        void encode(Object value, RowEncoder to) {
            to.flag((Boolean) value);
        }
    },
    /** Double. */
    REAL {
        @Override
        void encode(Object value, RowEncoder to) {
            to.real((Double) value);
        }
    },
    /** Epoch µs (Long), stored as UTC. */
    TIME {
        @Override
        void encode(Object value, RowEncoder to) {
            to.time((Long) value);
        }
    },
    /** The same of whole seconds. */
    SECOND {
        @Override
        void encode(Object value, RowEncoder to) {
            to.time((Long) value);
        }
    },
    /** {@link UUID}: 16 bytes. */
    UID {
        @Override
        void encode(Object value, RowEncoder to) {
            UUID uid = (UUID) value;
            to.uid(uid.getMostSignificantBits(), uid.getLeastSignificantBits());
        }
    };

    /** Hands over a value that is not null. */
    abstract void encode(Object value, RowEncoder to);

    public boolean isText() {
        return this == TEXT || this == BYTES_AS_TEXT || this == BYTES_IF_TEXT;
    }

    public boolean isBytes() {
        return this == BYTES || this == BYTES_UNLESS_TEXT;
    }

    public boolean isTime() {
        return this == TIME || this == SECOND;
    }
}
