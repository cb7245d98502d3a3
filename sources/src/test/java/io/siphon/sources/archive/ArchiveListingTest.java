package io.siphon.sources.archive;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ArchiveListingTest {

    @TempDir private Path folder;

    @Test
    void findsCapturesByNameInFoldersAndBelow() throws IOException {
        List<String> captures =
                List.of("a.PCAP", "b.pcap.gz", "c.pcapng", "d/x.pcap0", "d/x.pcap12.zst", "e.cap");
        for (String name : captures) {
            create(name);
        }
        for (String name : List.of("a.txt", "pcap", "b.pcap.json", "d/x.pcap.bz2")) {
            create(name);
        }
        assertThat(names(ArchiveListing.list(List.of(folder.toString()))))
                .containsExactlyElementsOf(captures);
    }

    @Test
    void takesANamedFileWhateverItsNameAndOnce() throws IOException {
        String file = create("trace.bin").toString();
        List<ArchiveListing.ArchiveFile> files = ArchiveListing.list(List.of(file, file));
        assertThat(names(files)).containsExactly("trace.bin");
        assertThat(files.get(0).bytes()).isEqualTo(3);
    }

    @Test
    void saysWhatIsMissing() {
        String file = folder.resolve("a.pcap").toString();
        assertThatThrownBy(() -> ArchiveListing.list(List.of(file)))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage(file + ": no such file or folder, or not readable");
    }

    @Test
    void standardInputHasNoLength() throws IOException {
        assertThat(ArchiveListing.list(List.of("-")))
                .containsExactly(new ArchiveListing.ArchiveFile("-", -1, "-"));
    }

    private Path create(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, new byte[3]);
    }

    private List<String> names(List<ArchiveListing.ArchiveFile> files) {
        return files.stream()
                .map(file -> folder.relativize(Path.of(file.path().replace("file:", ""))))
                .map(Path::toString)
                .toList();
    }
}
