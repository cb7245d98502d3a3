package io.siphon.sources.archive.reader;

import io.siphon.sources.GracefulStop;
import io.siphon.sources.archive.Damage;
import io.siphon.sources.archive.PcapSource;
import io.siphon.sources.archive.split.PcapSplit;
import io.siphon.sources.pcap.PcapFile;
import io.siphon.sources.pcap.PcapRecord;

import javax.annotation.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;

/**
 * A capture that comes through a pipe, possibly while it is made. Its own thread waits for it, so
 * that the reader does not. A JVM has one, and it survives a failure of the job, because what was
 * read from it cannot be read again.
 */
final class StandardInput implements RecordInput {

    private static final int MOST_WAITING = 1024; // records
    private static final PcapRecord END = new PcapRecord(0, 0, 0, new byte[0]);
    private static StandardInput open;

    private final CountedInput in;
    private final BlockingQueue<PcapRecord> records = new ArrayBlockingQueue<>(MOST_WAITING);
    private volatile Runnable arrival = () -> {};
    private volatile Damage damage;
    private PcapRecord next;
    private long cut;
    private final UnknownLinks links = new UnknownLinks();
    private Damage unknownLink;

    private StandardInput(InputStream in) {
        this.in = new CountedInput(in);
    }

    /**
     * @param arrival called by another thread when data may have arrived after a pause
     */
    static synchronized StandardInput open(Runnable arrival) {
        if (open == null) {
            open = new StandardInput(System.in);
            Thread thread = new Thread(open::pump, "standard input");
            thread.setDaemon(true);
            thread.start();
        }
        open.arrival = arrival;
        GracefulStop.onRequest(arrival);
        return open;
    }

    /** Forgets it; the next job opens another. */
    static synchronized void forget() {
        open = null;
    }

    private void pump() {
        PcapFile file = null;
        try {
            file = PcapFile.read(in);
            for (PcapRecord record = file.next(); record != null; record = file.next()) {
                put(record.copy());
            }
            if (file.truncated()) {
                throw new IOException("it ends within a record");
            }
        } catch (IOException e) {
            long position = file == null ? 0 : file.position();
            damage = new Damage(PcapSource.STANDARD_INPUT, position, file != null, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            put(END);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void put(PcapRecord record) throws InterruptedException {
        records.put(record);
        arrival.run();
    }

    @Override
    public @Nullable PcapRecord peek() {
        if (next == null) {
            next = records.poll();
        }
        if (next == null && GracefulStop.requested()) {
            next = END;
        }
        return next == END ? null : next;
    }

    @Override
    public void advance() {
        cut += next.length() < next.originalLength() ? 1 : 0;
        if (links.isNewUnknown(next)) {
            unknownLink = Damage.linkType(PcapSource.STANDARD_INPUT, 0, next.linkType());
        }
        next = null;
    }

    @Override
    public boolean ended() {
        return peek() == null && next == END;
    }

    /** Reports damage, after the end. */
    void report(Consumer<Damage> damages) {
        if (damage != null) {
            damages.accept(damage);
        }
        if (unknownLink != null) {
            damages.accept(unknownLink);
        }
        if (cut > 0) {
            String reason = cut + " packets are cut short";
            damages.accept(new Damage(PcapSource.STANDARD_INPUT, 0, true, reason));
        }
    }

    @Override
    public PcapSplit split() {
        return PcapSplit.file(PcapSource.STANDARD_INPUT, Long.MIN_VALUE);
    }

    @Override
    public long bytesRead() {
        return in.count();
    }

    /** After the end the next job opens another; before it, the next job continues this one. */
    @Override
    public void close() {
        if (ended()) {
            forget();
        }
    }
}
