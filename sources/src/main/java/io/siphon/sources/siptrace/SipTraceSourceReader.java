package io.siphon.sources.siptrace;

import io.siphon.sources.archive.ArchiveFigures;
import io.siphon.sources.archive.ArchiveProgress;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.pcap.WireCounts;

import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.runtime.execution.SuppressRestartsException;

import javax.annotation.Nullable;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Reads on the task's own thread, a page at a time: a checkpoint finds the position of the last row
 * that went out. When the database is lost, the job starts again from there.
 *
 * <p>Kamailio writes a message once more for each {@code traced_user}. Such rows follow the first
 * and are passed over, so that the message is counted once; stored once it would be anyhow, since
 * the same bytes between the same addresses at the same time are the same row.
 */
final class SipTraceSourceReader implements SourceReader<HepPacket, SipTraceSplit> {

    /** In one go, before anything else has its turn. */
    private static final int ROWS_PER_POLL = 64;

    private final SourceReaderContext context;
    private final SipTraceTable table;
    private final RowPackets packets;
    private final CompletableFuture<Void> known = new CompletableFuture<>();
    private @Nullable SipTraceSplit split;
    private @Nullable SipTracePages pages;
    private Iterator<SipTraceRow> page = List.<SipTraceRow>of().iterator();
    private @Nullable SipTraceRow previous;
    private boolean allKnown;
    private boolean ended;
    private long timeMicros;
    private volatile ArchiveFigures figures;

    SipTraceSourceReader(SourceReaderContext context, SipTraceTable table, RowPackets packets) {
        this.context = context;
        this.table = table;
        this.packets = packets;
    }

    @Override
    public void start() {
        publish();
        ArchiveProgress.reading(context.getIndexOfSubtask(), () -> figures);
    }

    @Override
    public void addSplits(List<SipTraceSplit> splits) {
        splits.forEach(one -> split = one);
        publish();
        known.complete(null);
    }

    @Override
    public void notifyNoMoreSplits() {
        allKnown = true;
        known.complete(null);
    }

    @Override
    public InputStatus pollNext(ReaderOutput<HepPacket> output) throws IOException {
        if (split == null) {
            return allKnown ? InputStatus.END_OF_INPUT : InputStatus.NOTHING_AVAILABLE;
        }
        if (ended || !page.hasNext() && !turn()) {
            ended = true;
            publish();
            return allKnown ? InputStatus.END_OF_INPUT : InputStatus.MORE_AVAILABLE;
        }
        for (int i = 0; i < ROWS_PER_POLL && page.hasNext(); i++) {
            SipTraceRow row = page.next();
            if (row.repeats(previous)) {
                split = split.after(row.position());
            } else {
                HepPacket packet = packets.of(row);
                output.collect(packet, packet.orderMicros() / 1000);
                timeMicros = packet.timeMicros();
                split = split.after(row.position(), packet);
            }
            previous = row;
        }
        publish();
        return InputStatus.MORE_AVAILABLE;
    }

    /** The next page: whether there is any. */
    private boolean turn() throws IOException {
        try {
            if (pages == null) {
                pages = new SipTracePages(table);
            }
            if (!split.begun()) {
                split = split.until(pages.newestId());
            }
            page = pages.after(split.position(), split.untilId()).iterator();
            return page.hasNext();
        } catch (SQLException e) {
            String sentence = "cannot read " + table + ": " + e.getMessage();
            if (passes(e)) {
                throw new IOException(sentence, e);
            }
            throw new SuppressRestartsException(new IOException(sentence, e));
        }
    }

    /** Whether it may be read later: ISO 9075-2, 08 connection, 40 rollback; PostgreSQL's 57P. */
    private static boolean passes(SQLException error) {
        String state = String.valueOf(error.getSQLState());
        return state.startsWith("08") || state.startsWith("40") || state.startsWith("57P");
    }

    private void publish() {
        WireCounts counts = new WireCounts();
        long bytes = 0;
        if (split != null) {
            counts.frames = split.rows();
            counts.sip = split.rows() - split.repeats() - split.withoutMessage();
            counts.passedOver = split.repeats();
            counts.undecodable = split.withoutMessage();
            bytes = split.bytes();
        }
        figures = new ArchiveFigures(ended ? 1 : 0, bytes, timeMicros, counts, List.of());
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return known;
    }

    @Override
    public List<SipTraceSplit> snapshotState(long checkpointId) {
        return split == null ? List.of() : List.of(split);
    }

    @Override
    public void close() throws SQLException {
        if (pages != null) {
            pages.close();
        }
    }
}
