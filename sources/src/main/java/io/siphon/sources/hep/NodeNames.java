package io.siphon.sources.hep;

import io.siphon.sources.Interner;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The texts of node names and capture ids, which are few. For one thread. */
final class NodeNames {

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final Interner names = Interner.ofTexts();
    private final Interner ids = Interner.ofNumbers();
    private final byte[] id = new byte[Long.BYTES];

    /** A name in UTF-8, less the NULs that some senders end it with. */
    String name(byte[] buffer, int from, int end) {
        int stop = end;
        while (stop > from && buffer[stop - 1] == 0) {
            stop--;
        }
        return names.of(buffer, from, stop);
    }

    /** The decimal text of a capture id. */
    String id(long number) {
        LONGS.set(id, 0, number);
        return ids.of(id, 0, id.length);
    }
}
