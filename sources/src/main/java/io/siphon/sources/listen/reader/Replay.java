package io.siphon.sources.listen.reader;

import io.siphon.sources.journal.JournalReader;
import io.siphon.sources.journal.RawMessage;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads one or more journals as one, in order of the time of receipt. */
final class Replay implements Closeable {

    private final Map<String, JournalReader> journals = new LinkedHashMap<>();
    private final String own;

    /**
     * @param own split whose journal is being written; the replay ends at its end once the others
     *     have ended
     */
    Replay(String own) {
        this.own = own;
    }

    void add(String splitId, JournalReader journal) {
        journals.put(splitId, journal);
    }

    /**
     * Reads the next batch of messages. Splits of journals that nobody writes any more are finished
     * at their end.
     *
     * @return whether all is read
     */
    boolean read(ReceivedBatch into) throws IOException {
        int bytes = 0;
        for (int count = 0;
                count < UdpReceiver.MAX_BATCH_DATAGRAMS && bytes < UdpReceiver.MAX_BATCH_BYTES;
                count++) {
            String splitId = earliest(into);
            if (splitId == null) {
                return true;
            }
            JournalReader journal = journals.get(splitId);
            RawMessage message = journal.peek();
            bytes += message.bytes().length;
            into.add(splitId, message);
            journal.advance();
        }
        return false;
    }

    private String earliest(ReceivedBatch into) throws IOException {
        String earliest = null;
        long micros = Long.MAX_VALUE;
        for (Iterator<Map.Entry<String, JournalReader>> i = journals.entrySet().iterator();
                i.hasNext(); ) {
            Map.Entry<String, JournalReader> journal = i.next();
            RawMessage message = journal.getValue().peek();
            if (message == null && !journal.getKey().equals(own)) {
                journal.getValue().close();
                into.finish(journal.getKey());
                i.remove();
            } else if (message != null && message.receivedMicros() < micros) {
                earliest = journal.getKey();
                micros = message.receivedMicros();
            }
        }
        return earliest;
    }

    @Override
    public void close() throws IOException {
        for (JournalReader journal : new ArrayList<>(journals.values())) {
            journal.close();
        }
    }
}
