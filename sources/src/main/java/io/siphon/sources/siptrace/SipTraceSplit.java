package io.siphon.sources.siptrace;

import io.siphon.sources.hep.HepPacket;

import org.apache.flink.api.connector.source.SourceSplit;

/**
 * The table, and how far it was read.
 *
 * @param position of the last row that was read
 * @param untilId the highest {@code id} when reading began: what is written later is not read; -1
 *     when it has not begun
 * @param rows that were read
 * @param bytes of their messages
 * @param repeats of these rows, those that say the same as the one before, for another user
 * @param withoutMessage of these rows, those that have none
 */
public record SipTraceSplit(
        RowPosition position,
        long untilId,
        long rows,
        long bytes,
        long repeats,
        long withoutMessage)
        implements SourceSplit {

    static final SipTraceSplit BEGINNING = new SipTraceSplit(RowPosition.BEGINNING, -1, 0, 0, 0, 0);

    boolean begun() {
        return untilId >= 0;
    }

    SipTraceSplit until(long id) {
        return new SipTraceSplit(position, id, rows, bytes, repeats, withoutMessage);
    }

    /** Behind a row that was passed over. */
    SipTraceSplit after(RowPosition row) {
        return new SipTraceSplit(row, untilId, rows + 1, bytes, repeats + 1, withoutMessage);
    }

    /** Behind a row, of which this packet was made. */
    SipTraceSplit after(RowPosition row, HepPacket packet) {
        return new SipTraceSplit(
                row,
                untilId,
                rows + 1,
                bytes + packet.payload().length,
                repeats,
                withoutMessage + (packet.error() == null ? 0 : 1));
    }

    @Override
    public String splitId() {
        return "table";
    }
}
