package io.siphon.job.sink.jdbc;

import io.siphon.schema.Trace;
import io.siphon.schema.Uids;

import javax.annotation.Nullable;

import java.nio.ByteBuffer;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the templates of messages. A text becomes a template when it comes for the second time, so
 * that what comes once is not stored twice. Of a number of templates that is too large all are
 * forgotten, and learnt again: those in the store stay there.
 *
 * <p>Of one thread.
 */
final class MessageTemplates {

    /** About 2 MB. Traffic has some hundreds. */
    private static final int MOST = 2_000;

    /** Texts that came once are remembered by their hash, each in the place of another one. */
    private static final int ONCE = 8_192;

    private static final long MICROS_A_DAY = 86_400_000_000L;

    private final Uids uids;
    private final MessageSplitter splitter = new MessageSplitter(Long.BYTES);
    private final Map<Long, MessageTemplate> known = new HashMap<>();
    private final long[] once = new long[ONCE];
    private MessageTemplate template;
    private byte[] fields;

    MessageTemplates(Uids uids) {
        this.uids = uids;
    }

    /** Splits a message; where that cannot be done, or its template is new, it has none. */
    void take(Trace trace) {
        template =
                splitter.split(trace)
                        ? find(Math.floorDiv(trace.timeMicros(), MICROS_A_DAY))
                        : null;
        fields = template == null ? null : splitter.fields();
    }

    /** Of the message that was taken last; null: it is stored whole. */
    @Nullable
    MessageTemplate template() {
        return template;
    }

    /** Of the same message. */
    @Nullable
    byte[] fields() {
        return fields;
    }

    @Nullable
    private MessageTemplate find(long day) {
        byte[] text = splitter.template();
        int end = splitter.templateEnd();
        ByteBuffer.wrap(text).putLong(day);
        long id = uids.ofShared(text, end);
        MessageTemplate found = known.get(id);
        if (found != null) {
            return found;
        }
        int place = (int) (id & ONCE - 1);
        if (once[place] != id) {
            once[place] = id;
            return null;
        }
        if (known.size() == MOST) {
            known.clear();
        }
        MessageTemplate made =
                new MessageTemplate(
                        id, LocalDate.ofEpochDay(day), Arrays.copyOfRange(text, Long.BYTES, end));
        known.put(id, made);
        return made;
    }
}
