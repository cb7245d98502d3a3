package io.siphon.sources.archive.reader;

import io.siphon.sources.archive.Damage;
import io.siphon.sources.archive.split.PcapSplit;
import io.siphon.sources.pcap.PcapFile;
import io.siphon.sources.pcap.PcapRecord;

import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import javax.annotation.Nullable;

import java.io.IOException;
import java.util.function.Consumer;

/**
 * A file of the archive, or a part of one. An error ends reading it, and is reported as {@link
 * Damage}.
 */
final class CaptureFile implements RecordInput {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureFile.class);

    private final PcapSplit split;
    private final Consumer<Damage> damages;
    private final UnknownLinks links = new UnknownLinks();
    private CountedInput in;
    private PcapFile file;
    private long before; // octets read to get to its start
    private long length;
    private PcapRecord next;
    private long position; // of next
    private long cut;
    private long firstCut;

    private CaptureFile(PcapSplit split, Consumer<Damage> damages) {
        this.split = split;
        this.damages = damages;
        position = split.position();
        cut = split.cut();
        firstCut = split.firstCut();
    }

    /** Opens the file at its position. */
    static CaptureFile open(PcapSplit split, Consumer<Damage> damages) {
        CaptureFile capture = new CaptureFile(split, damages);
        try {
            capture.open();
            capture.read();
        } catch (IOException e) {
            capture.damage(capture.position, capture.file != null, e);
        }
        return capture;
    }

    private void open() throws IOException {
        Path path = new Path(split.path());
        FileSystem system = path.getFileSystem();
        length = system.getFileStatus(path).getLen();
        in = new CountedInput(system.open(path));
        file = PcapFile.read(in);
        if (split.start() > 0) {
            file.skipTo(split.start());
            before = in.count();
        }
        if (split.position() > split.start()) {
            file.skipTo(split.position());
        }
    }

    @Override
    public @Nullable PcapRecord peek() {
        return next;
    }

    @Override
    public void advance() {
        if (next.length() < next.originalLength()) {
            firstCut = cut == 0 ? position : firstCut;
            cut++;
        }
        if (links.isNewUnknown(next)) {
            report(Damage.linkType(split.path(), position, next.linkType()));
        }
        next = null;
        try {
            read();
        } catch (IOException e) {
            damage(file.position(), true, e);
        }
    }

    private void read() throws IOException {
        position = file.position();
        next = position < split.end() ? corrected(file.next()) : null;
        if (next == null && file.truncated()) {
            throw new IOException("the file ends within a record");
        }
        if (next == null) {
            reportCut();
        }
    }

    private @Nullable PcapRecord corrected(@Nullable PcapRecord record) {
        return record == null || split.clockOffset() == 0
                ? record
                : new PcapRecord(
                        record.timeMicros() - split.clockOffset(),
                        record.linkType(),
                        record.originalLength(),
                        record.bytes(),
                        record.offset(),
                        record.length());
    }

    @Override
    public long clockOffset() {
        return split.clockOffset();
    }

    private void damage(long at, boolean usable, IOException error) {
        String reason = error.getMessage() == null ? error.toString() : error.getMessage();
        String rest = usable && !file.packed() ? "; not read: " + (length - at) + " bytes" : "";
        report(new Damage(split.path(), at, usable, reason + rest));
        reportCut();
    }

    private void reportCut() {
        if (cut > 0) {
            String reason = cut + " packets are cut short, this is the first";
            report(new Damage(split.path(), firstCut, true, reason));
        }
    }

    private void report(Damage damage) {
        LOG.warn("{}", damage);
        damages.accept(damage);
    }

    @Override
    public boolean ended() {
        return next == null;
    }

    @Override
    public PcapSplit split() {
        return split.at(position, cut, firstCut);
    }

    @Override
    public long bytesRead() {
        return in == null ? 0 : in.count() - before;
    }

    @Override
    public boolean endsFile() {
        return split.endsFile();
    }

    @Override
    public void close() {
        if (in != null) {
            in.close();
        }
    }
}
