package io.siphon.sources.archive;

import org.apache.flink.core.fs.FileStatus;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.fs.Path;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The capture files that paths name. A file is itself, whatever its name. A folder stands for all
 * files in it and below whose names are those of captures, in order of name: {@code x.pcap}, {@code
 * x.pcapng}, {@code x.cap}, optionally with a number (as {@code tcpdump -C} writes), {@code .gz} or
 * {@code .zst}.
 */
public final class ArchiveListing {

    private static final Pattern CAPTURE =
            Pattern.compile(
                    ".*\\.(pcap|pcapng|cap|ntar)[-_.]?\\d*(\\.(gz|zst|zstd))?",
                    Pattern.CASE_INSENSITIVE);

    /**
     * One file.
     *
     * @param bytes its length as stored; -1 for standard input
     * @param identity differs for another file, and for the same one with other contents
     */
    public record ArchiveFile(String path, long bytes, String identity) {}

    /**
     * Each file once, in the order in which it was first named.
     *
     * @throws FileNotFoundException when a path does not exist
     */
    public static List<ArchiveFile> list(List<String> paths) throws IOException {
        Map<String, ArchiveFile> files = new LinkedHashMap<>();
        for (String path : paths) {
            if (path.equals(PcapSource.STANDARD_INPUT)) {
                files.put(path, new ArchiveFile(path, -1, path));
                continue;
            }
            Path root = new Path(path);
            FileSystem system = root.getFileSystem();
            FileStatus status = status(system, root);
            if (status.isDir()) {
                walk(system, status.getPath(), files);
            } else {
                put(system, status, files);
            }
        }
        return new ArrayList<>(files.values());
    }

    private static FileStatus status(FileSystem system, Path path) throws IOException {
        try {
            return system.getFileStatus(path);
        } catch (FileNotFoundException e) {
            throw new FileNotFoundException(path + ": no such file or folder, or not readable");
        }
    }

    private static void walk(FileSystem system, Path folder, Map<String, ArchiveFile> files)
            throws IOException {
        FileStatus[] content = system.listStatus(folder);
        List<FileStatus> sorted = content == null ? List.of() : new ArrayList<>(List.of(content));
        sorted.sort(Comparator.comparing(status -> status.getPath().getName()));
        for (FileStatus status : sorted) {
            if (status.isDir()) {
                walk(system, status.getPath(), files);
            } else if (CAPTURE.matcher(status.getPath().getName()).matches()) {
                put(system, status, files);
            }
        }
    }

    private static void put(FileSystem system, FileStatus status, Map<String, ArchiveFile> files) {
        String path = status.getPath().toString();
        String identity =
                status.getPath().makeQualified(system)
                        + " "
                        + status.getLen()
                        + " "
                        + status.getModificationTime();
        files.putIfAbsent(path, new ArchiveFile(path, status.getLen(), identity));
    }

    private ArchiveListing() {}
}
