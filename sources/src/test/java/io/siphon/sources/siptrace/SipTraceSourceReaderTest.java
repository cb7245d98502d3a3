package io.siphon.sources.siptrace;

import org.apache.flink.core.io.InputStatus;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SipTraceSourceReaderTest {

    private TableInMemory rows;

    @BeforeEach
    void create(TestInfo test) throws Exception {
        rows = new TableInMemory(test.getTestMethod().orElseThrow().getName());
    }

    @AfterEach
    void drop() throws Exception {
        rows.close();
    }

    @Test
    void anEmptyTableIsReadToItsEnd() throws Exception {
        assertThat(readFrom(SipTraceSplit.BEGINNING)).isEmpty();
    }

    @Test
    void rowsComeInOrderOfTimeHoweverManyShareASecond() throws Exception {
        List<String> expected = addManyRows();
        assertThat(readFrom(SipTraceSplit.BEGINNING)).isEqualTo(expected);
    }

    @Test
    void goesOnBehindTheLastRowOfTheCheckpoint() throws Exception {
        List<String> expected = addManyRows();
        SipTraceSplitSerializer serializer = new SipTraceSplitSerializer();
        SipTraceSplit split = SipTraceSplit.BEGINNING;
        List<String> read = new ArrayList<>();
        while (read.size() < expected.size()) {
            try (SipTraceSourceReader reader = reader(rows.table(), split)) {
                Packets packets = new Packets();
                reader.pollNext(packets);
                read.addAll(packets.messages);
                split =
                        serializer.deserialize(
                                1, serializer.serialize(reader.snapshotState(1).get(0)));
            }
        }
        assertThat(read).isEqualTo(expected);
        assertThat(split.rows()).isEqualTo(expected.size());
        assertThat(readFrom(split)).isEmpty();
    }

    @Test
    void whatIsWrittenWhileReadingIsLeftOut() throws Exception {
        List<String> expected = addManyRows();
        try (SipTraceSourceReader reader = reader(rows.table(), SipTraceSplit.BEGINNING)) {
            Packets packets = new Packets();
            reader.pollNext(packets);
            for (int i = 0; i < 1200; i++) {
                rows.add(60 + i % 7, i, "late", "");
            }
            readToEnd(reader, packets);
            assertThat(packets.messages).isEqualTo(expected);
        }
    }

    @Test
    void aMessageRepeatedForUsersIsReadOnce() throws Exception {
        for (String user : new String[] {"", "alice", "bob"}) {
            rows.add(0, 1, "m1", user);
        }
        rows.add(0, 2, "m2", "alice");
        rows.add(0, 2, "m2", "bob");
        assertThat(readFrom(SipTraceSplit.BEGINNING)).containsExactly("m1", "m2");
    }

    @Test
    void tellsWhatIsWrongWithATable() throws Exception {
        try (var connection = rows.table().connect()) {
            assertThat(rows.table().refusal(connection)).isEmpty();
            rows.execute("ALTER TABLE sip_trace DROP COLUMN time_us");
            assertThat(rows.table().refusal(connection))
                    .isEqualTo("has no column time_us, expected Kamailio's table of version 4");
        }
        try (SipTraceSourceReader reader = reader(rows.table(), SipTraceSplit.BEGINNING)) {
            assertThatThrownBy(() -> reader.pollNext(new Packets()))
                    .hasStackTraceContaining("cannot read sip_trace at mem:")
                    .hasStackTraceContaining("TIME_US");
        }
    }

    /** The second half of them is the earlier one; 1400 are of the same second, 7 of a µs. */
    private List<String> addManyRows() throws Exception {
        List<String> late = new ArrayList<>();
        List<String> early = new ArrayList<>();
        for (int i = 0; i < 1400; i++) {
            rows.add(60, i / 7, "late " + i, "");
            late.add("late " + i);
        }
        for (int i = 0; i < 700; i++) {
            rows.add(i / 100, i % 100, "early " + i, "");
            early.add("early " + i);
        }
        early.addAll(late);
        return early;
    }

    private List<String> readFrom(SipTraceSplit split) throws Exception {
        try (SipTraceSourceReader reader = reader(rows.table(), split)) {
            Packets packets = new Packets();
            readToEnd(reader, packets);
            return packets.messages;
        }
    }

    private static void readToEnd(SipTraceSourceReader reader, Packets packets) throws Exception {
        while (reader.pollNext(packets) != InputStatus.END_OF_INPUT) {
            assertThat(reader.isAvailable()).isDone();
        }
    }

    private static SipTraceSourceReader reader(SipTraceTable table, SipTraceSplit split) {
        SipTraceSourceReader reader =
                new SipTraceSourceReader(
                        new Alone(), table, new RowPackets(ZoneId.of("UTC"), "proxy"));
        reader.start();
        reader.addSplits(List.of(split));
        reader.notifyNoMoreSplits();
        return reader;
    }
}
