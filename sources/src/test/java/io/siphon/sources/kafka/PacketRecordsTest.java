package io.siphon.sources.kafka;

import io.siphon.schema.EpochMicros;
import io.siphon.sources.Captures;
import io.siphon.sources.KernelLoss;
import io.siphon.sources.Mutator;
import io.siphon.sources.hep.HepChunk;
import io.siphon.sources.hep.HepChunks;
import io.siphon.sources.hep.HepDecoder;
import io.siphon.sources.hep.HepPacket;
import io.siphon.sources.hep.HepPeer;
import io.siphon.sources.hep.HepProtocol;
import io.siphon.sources.pcap.Datagram;

import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.StreamSupport;

import static org.assertj.core.api.Assertions.assertThat;

class PacketRecordsTest {

    private static final int CASES = Integer.getInteger("siphon.fuzz.cases", 100_000);
    private static final int LONGEST_DATAGRAM = 65_507;
    private static final long RECEIVED = 1_795_400_000_000_000L;
    private static final HepPeer PEER = new HepPeer("192.0.2.7", 5060, "192.0.2.9", 9060);
    private static final String INVITE =
            "INVITE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK1\r\n"
                    + "Call-ID: k1@192.0.2.1\r\nCSeq: 1 INVITE\r\n\r\n";

    private final Records records = new Records();
    private final HepDecoder decoder = new HepDecoder(Records.WINDOW);

    @ParameterizedTest
    @MethodSource("io.siphon.sources.Captures#names")
    void everyPacketOfEveryCaptureComesBackAsItWas(String capture) {
        List<Datagram> datagrams = Captures.datagrams(capture);
        assertThat(datagrams).isNotEmpty();
        for (Datagram datagram : datagrams) {
            byte[] bytes = datagram.payload();
            HepPacket packet =
                    decoder.decodeOrKeep(bytes, 0, bytes.length, Captures.peer(datagram), RECEIVED)
                            .withoutAuthKey();
            assertThat(records.read(records.write(packet)))
                    .usingRecursiveComparison()
                    .isEqualTo(packet);
        }
    }

    @Test
    void soDoesWhateverElseADatagramMayHold() {
        List<byte[]> seeds = new ArrayList<>();
        for (String capture : Captures.names()) {
            Captures.datagrams(capture).stream()
                    .limit(20)
                    .forEach(datagram -> seeds.add(datagram.payload()));
        }
        Mutator mutator = new Mutator(7);
        SplittableRandom random = new SplittableRandom(7);
        int good = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] datagram = mutator.mutate(seeds.get(random.nextInt(seeds.size())));
            HepPacket packet =
                    decoder.decodeOrKeep(datagram, 0, datagram.length, PEER, RECEIVED)
                            .withoutAuthKey();
            good += packet.error() == null ? 1 : 0;
            if (!Records.same(records.read(records.write(packet)), packet)) {
                assertThat(records.read(records.write(packet)))
                        .as("case %d: %s", i, Mutator.hex(datagram))
                        .usingRecursiveComparison()
                        .isEqualTo(packet);
            }
        }
        assertThat(good).isBetween(CASES / 10, CASES * 9 / 10);
    }

    /** Who reads the topic is not to be able to send. */
    @Test
    void aSendersKeyStaysWhereItWasReceived() {
        byte[] datagram = Captures.datagrams("agent-captagent-v3-zlib").get(0).payload();
        HepPacket packet = decoder.decodeOrKeep(datagram, 0, datagram.length, PEER, RECEIVED);
        assertThat(HepChunks.of(packet).text(HepChunk.AUTH_KEY)).isEqualTo("myhep");

        var record = records.write(packet);
        assertThat(new String(record.value(), StandardCharsets.ISO_8859_1)).doesNotContain("myhep");
        assertThat(records.read(record))
                .usingRecursiveComparison()
                .isEqualTo(packet.withoutAuthKey());
    }

    @Test
    void soDoesWhatTheKernelDropped() {
        HepPacket loss = new KernelLoss(RECEIVED, RECEIVED + 5, "udp-9060-0", 7).packet();

        assertThat(records.read(records.write(loss))).usingRecursiveComparison().isEqualTo(loss);
        byte[] value = records.write(loss).value();
        assertThat(decode(value).protocol()).as("for other tools").isEqualTo(HepProtocol.NONE);
    }

    @Test
    void theValueIsAHepDatagramForAnyTool() {
        HepPacket plain = decode(INVITE.getBytes(StandardCharsets.UTF_8));
        assertThat(plain.version()).isZero();
        ProducerRecord<byte[], byte[]> record = records.write(plain);
        assertThat(new String(record.value(), 0, 4, StandardCharsets.US_ASCII)).isEqualTo("HEP3");
        assertThat(record.key()).asString().isEqualTo("k1@192.0.2.1");
        assertThat(record.timestamp()).isEqualTo(RECEIVED / 1000);
        assertThat(headers(record))
                .containsExactly(
                        "received=" + RECEIVED, "agent=192.0.2.7", "node=192.0.2.7", "version=0");
    }

    @Test
    void bytesThatNoDatagramHoldsAreKeptWithAnError() {
        byte[] garbage = new byte[LONGEST_DATAGRAM];
        new java.util.Random(1).nextBytes(garbage);
        garbage[0] = 'x';
        HepPacket packet = decode(garbage);
        HepPacket read = records.read(records.write(packet));
        assertThat(read.payload()).isEqualTo(garbage);
        assertThat(read.error()).isEqualTo(packet.error()).startsWith("not-hep: ");
        assertThat(read.agent()).isEqualTo("192.0.2.7");

        byte[] letters = new byte[LONGEST_DATAGRAM];
        java.util.Arrays.fill(letters, (byte) 'y');
        assertThat(records.read(records.write(decode(letters))))
                .usingRecursiveComparison()
                .isEqualTo(decode(letters));
    }

    @Test
    void soDoesWhatIsKnownOfItsAgentsClock() {
        byte[] datagram = Captures.datagrams("kam-hep3-basic").get(0).payload();
        HepPacket packet =
                decoder.decodeOrKeep(datagram, 0, datagram.length, PEER, RECEIVED)
                        .withClock(-3_600_000_000L, 0);

        assertThat(records.read(records.write(packet)).clockOffsetMicros())
                .isEqualTo(-3_600_000_000L);
    }

    /** Whoever writes the topic cannot put a packet further back than its receipt. */
    @Test
    void aBacklogHasItsTurnAtItsReceiptAtTheLatest() {
        byte[] datagram = Captures.datagrams("kam-hep3-basic").get(0).payload();
        HepPacket packet =
                decoder.decodeOrKeep(datagram, 0, datagram.length, PEER, RECEIVED)
                        .withClock(0, 3_000_000_000_000_000L);
        HepPacket read = records.read(records.write(packet));

        assertThat(read.orderMicros())
                .isEqualTo(Math.max(read.timeMicros(), read.receivedMicros()));
    }

    @Test
    void aClockInATopicOfOtherToolsIsCorrectedByTheTimeOfTheRecord() {
        Datagram datagram = Captures.datagrams("kam-hep3-basic").get(0);
        HepPacket packet =
                records.read(
                        datagram.timeMicros() / 1000 + 3_600_000,
                        null,
                        datagram.payload(),
                        new RecordHeaders());

        assertThat(packet.clockOffsetMicros()).isBetween(-3_600_100_000L, -3_599_900_000L);
    }

    @Test
    void recordsOfOtherToolsNeedNoHeaders() {
        Datagram datagram = Captures.datagrams("kam-hep3-basic").get(0);
        HepPacket hep3 =
                records.read(
                        datagram.timeMicros() / 1000,
                        null,
                        datagram.payload(),
                        new RecordHeaders());
        assertThat(hep3.error()).isNull();
        assertThat(hep3.version()).isEqualTo(3);
        assertThat(hep3.receivedMicros()).isEqualTo(datagram.timeMicros() / 1000 * 1000);

        byte[] sip = INVITE.getBytes(StandardCharsets.UTF_8);
        assertThat(records.read(1, null, sip, new RecordHeaders()).payload()).isEqualTo(sip);
        assertThat(records.read(1, null, null, new RecordHeaders()).error())
                .isEqualTo("empty: got 0 bytes, expected a packet");
        assertThat(records.read(1, null, new byte[] {'{'}, new RecordHeaders()).error())
                .startsWith("not-hep: 1 bytes, got 7b");
    }

    @Test
    void aMarkComesBackAsAMarkAndIsAGreetingToOthers() {
        HepPacket mark = WatermarkRecord.of("site-a/0", 1_795_400_000_123L, 2);
        ProducerRecord<byte[], byte[]> record = records.write(mark);
        assertThat(record.partition()).isEqualTo(2);
        assertThat(record.key()).isNull();
        HepPacket read = records.read(record);
        assertThat(WatermarkRecord.is(read)).isTrue();
        assertThat(read.node()).isEqualTo("site-a/0");
        assertThat(read.timeMicros()).isEqualTo(1_795_400_000_123_000L);

        HepPacket toOthers = records.read(0, null, record.value(), new RecordHeaders());
        assertThat(WatermarkRecord.is(toOthers)).isFalse();
        assertThat(toOthers.error()).isNull();
        assertThat(toOthers.protocol()).isZero();
        assertThat(toOthers.payload()).isEmpty();
    }

    /** Whoever may write the topic sent it: it must not end the job. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "received|99999999999999999999",
                "received|-1",
                "received|9223372036854775807",
                "received|soon",
                "received|''",
                "clock-offset|soon",
                "clock-offset|--1",
                "clock-offset|999999999999999999",
                "clock-offset|-200000000000",
                "late|-1",
                "late|999999999999999999",
                "version|99999999999999999999",
                "version|4",
                "direction|sideways",
                "agent|nobody at all",
                "error|A Reason Of Another",
                "value|cooked",
                "watermark|99999999999999999999",
                "watermark|9223372036854775",
                "loss|siphon: the kernel dropped 99999999999999999999 datagrams, epoch us: 1 to 2",
                "loss|siphon: the kernel dropped 1 datagrams, epoch us: 1 to 99999999999999999999",
                "loss|nothing",
            })
    void aMalformedHeaderMakesTheRecordUndecodableWithItsBytes(String header, String value) {
        ProducerRecord<byte[], byte[]> record =
                records.write(decode(INVITE.getBytes(StandardCharsets.UTF_8)));
        record.headers().remove(header);
        record.headers().add(header, value.getBytes(StandardCharsets.UTF_8));

        HepPacket packet = records.read(record);

        assertThat(packet.error()).startsWith("bad-header: " + header + ": got ");
        assertThat(packet.error().length()).isLessThan(200);
        assertThat(packet.payload()).isEqualTo(record.value());
        assertThat(packet.protocol()).isZero();
        assertThat(packet.receivedMicros() / 1000).isEqualTo(record.timestamp());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, Long.MAX_VALUE})
    void aRecordWithoutATimeWasReceivedNow(long timestamp) {
        long before = EpochMicros.now();
        byte[] sip = INVITE.getBytes(StandardCharsets.UTF_8);
        assertThat(records.read(timestamp, null, sip, new RecordHeaders()).receivedMicros())
                .isBetween(before, EpochMicros.now());
    }

    @Test
    void whateverHeadersSayTheRecordIsRead() {
        List<String> names =
                List.of(
                        "received",
                        "agent",
                        "node",
                        "direction",
                        "version",
                        "error",
                        "value",
                        "watermark",
                        "loss");
        ProducerRecord<byte[], byte[]> record =
                records.write(decode(INVITE.getBytes(StandardCharsets.UTF_8)));
        Mutator mutator = new Mutator(8);
        SplittableRandom random = new SplittableRandom(8);
        byte[] number = "99999999999999".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < CASES / 10; i++) {
            RecordHeaders headers = new RecordHeaders(record.headers());
            for (int n = random.nextInt(3); n >= 0; n--) {
                String name = names.get(random.nextInt(names.size()));
                headers.add(name, random.nextInt(20) == 0 ? null : mutator.mutate(number));
            }
            HepPacket packet = records.read(random.nextLong(), null, record.value(), headers);
            assertThat(packet.timeMicros()).isBetween(0L, 1_000_000_000_000_000_000L);
        }
    }

    private HepPacket decode(byte[] datagram) {
        return decoder.decodeOrKeep(datagram, 0, datagram.length, PEER, RECEIVED);
    }

    private static List<String> headers(ProducerRecord<byte[], byte[]> record) {
        return StreamSupport.stream(record.headers().spliterator(), false)
                .map(h -> h.key() + "=" + new String(h.value(), StandardCharsets.UTF_8))
                .toList();
    }
}
