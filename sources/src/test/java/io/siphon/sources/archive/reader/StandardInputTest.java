package io.siphon.sources.archive.reader;

import io.siphon.sources.GracefulStop;
import io.siphon.sources.archive.ArchiveProgress;
import io.siphon.sources.archive.CaptureFiles;
import io.siphon.sources.archive.Damage;
import io.siphon.sources.pcap.PcapRecord;

import org.apache.flink.core.io.InputStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(180)
class StandardInputTest {

    private static final String NAME = "kam-hep3-two-agents.raw.pcap.zst";

    private final InputStream before = System.in;
    private final PipedOutputStream pipe = new PipedOutputStream();

    @BeforeEach
    void plugIn() throws IOException {
        System.setIn(new PipedInputStream(pipe, 1 << 16));
    }

    @AfterEach
    void unplug() throws IOException {
        StandardInput.forget();
        System.setIn(before);
        pipe.close();
        GracefulStop.reset();
    }

    @Test
    void givesEachPacketAsSoonAsItIsThere() throws Exception {
        byte[] capture = CaptureFiles.pcap(CaptureFiles.records(NAME));
        int half = CaptureFiles.pcap(CaptureFiles.records(NAME).subList(0, 50)).length;
        try (Reading reading = Reading.ofStandardInput()) {
            pipe.write(capture, 0, half + 100);
            pipe.flush();
            await(reading, 50);
            reading.restart(); // what came is gone, the rest goes on
            pipe.write(capture, half + 100, capture.length - half - 100);
            pipe.close();
            while (poll(reading) != InputStatus.END_OF_INPUT) {
                reading.reader.isAvailable().get();
            }
            assertThat(reading.packets).hasSize(84);
            assertThat(ArchiveProgress.now().files()).isEqualTo(1);
            assertThat(ArchiveProgress.now().bytes()).isEqualTo(capture.length);
            assertThat(ArchiveProgress.now().damages()).isEmpty();
        }
    }

    @Test
    void endsWhenItIsAskedTo() throws Exception {
        try (Reading reading = Reading.ofStandardInput()) {
            pipe.write(CaptureFiles.pcap(CaptureFiles.records(NAME).subList(0, 10)));
            pipe.flush();
            await(reading, 10);
            assertThat(poll(reading)).isEqualTo(InputStatus.NOTHING_AVAILABLE);
            GracefulStop.request();
            reading.reader.isAvailable().get();
            assertThat(poll(reading)).isEqualTo(InputStatus.END_OF_INPUT);
        }
    }

    @Test
    void saysWhatIsWrongWithIt() throws Exception {
        try (Reading reading = Reading.ofStandardInput()) {
            pipe.write("no capture, but a text".getBytes());
            pipe.close();
            while (poll(reading) != InputStatus.END_OF_INPUT) {
                reading.reader.isAvailable().get();
            }
            assertThat(ArchiveProgress.now().damages())
                    .containsExactly(
                            new Damage(
                                    "-",
                                    0,
                                    false,
                                    "the file begins with 0x6e6f2063, expected pcap or pcapng"));
        }
    }

    @Test
    void saysWhichLinkTypeItDoesNotKnow() throws Exception {
        try (Reading reading = Reading.ofStandardInput()) {
            pipe.write(CaptureFiles.pcap(List.of(new PcapRecord(7, 147, 1, new byte[1]))));
            pipe.close();
            while (poll(reading) != InputStatus.END_OF_INPUT) {
                reading.reader.isAvailable().get();
            }
            assertThat(ArchiveProgress.now().damages())
                    .containsExactly(Damage.linkType("-", 0, 147));
        }
    }

    private static void await(Reading reading, int packets) throws Exception {
        while (reading.packets.size() < packets) {
            InputStatus status = poll(reading);
            assertThat(status).isNotEqualTo(InputStatus.END_OF_INPUT);
            if (status == InputStatus.NOTHING_AVAILABLE) {
                reading.reader.isAvailable().get();
            }
        }
    }

    private static InputStatus poll(Reading reading) {
        return reading.reader.pollNext(reading.output);
    }
}
