package io.siphon.sources.journal;

import io.siphon.sources.JournalGap;

import javax.annotation.Nullable;

/**
 * Messages that are not in the journal, from the first that could not be written to when one could
 * again. For one thread.
 */
final class MissedMessages {

    private final String socket;
    private final long intervalMicros;
    private long fromMicros;
    private long overMicros; // 0: not over
    private long messages;
    private long told;
    private long nextMicros;

    /**
     * @param intervalMicros after which their number is reported again
     */
    MissedMessages(String socket, long intervalMicros) {
        this.socket = socket;
        this.intervalMicros = intervalMicros;
    }

    void add(int count, long nowMicros) {
        if (messages == 0 || overMicros > 0) {
            fromMicros = nowMicros;
            overMicros = 0;
            messages = 0;
            told = 0;
            nextMicros = nowMicros;
        }
        messages += count;
    }

    long count() {
        return messages;
    }

    /** What comes from now on is written. */
    void over(long nowMicros) {
        overMicros = nowMicros;
    }

    /**
     * What there is to report: the first of them at once, more of them now and then, and all in the
     * end.
     *
     * @param hurry does not wait until it is time again
     */
    @Nullable
    JournalGap tell(long nowMicros, boolean hurry) {
        boolean over = overMicros > 0;
        if (messages == 0 || !over && (messages == told || nowMicros < nextMicros && !hurry)) {
            return null;
        }
        JournalGap gap =
                new JournalGap(fromMicros, over ? overMicros : nowMicros, socket, messages);
        told = messages;
        nextMicros = nowMicros + intervalMicros;
        if (over) {
            messages = 0;
        }
        return gap;
    }
}
