package io.siphon.sources.pcap;

import io.siphon.sources.Bytes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;

import static org.assertj.core.api.Assertions.assertThat;

class WireStreamTest {

    private static final TcpFlow FLOW = new TcpFlow("192.0.2.1", 4000, "192.0.2.2", 5060);
    private static final String FIRST =
            "INVITE sip:a SIP/2.0\r\nl : 5\r\nCall-ID: 1\r\n\r\nv=0\r\n";
    private static final String SECOND = "SIP/2.0 180 Ringing\r\ncontent-LENGTH: 0\r\n\r\n";
    private static final String BARE = "ACK sip:a SIP/2.0\nCall-ID: 3\n\n";
    private static final String HANDSHAKE =
            "GET /chat HTTP/1.1\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: sip\r\n\r\n";

    private final List<String> found = new ArrayList<>();
    private int foreign;
    private final WireStream stream =
            new WireStream(
                    FLOW,
                    new WireStream.Messages() {
                        @Override
                        public void sip(
                                TcpFlow flow,
                                long time,
                                int transport,
                                byte[] b,
                                int from,
                                int end) {
                            found.add(time + "/" + transport + " " + text(b, from, end));
                        }

                        @Override
                        public void hep(TcpFlow flow, long time, byte[] b, int from, int end) {
                            found.add(time + "/hep " + (end - from));
                        }

                        @Override
                        public void foreign() {
                            foreign++;
                        }
                    });

    @Test
    void findsSeveralMessagesInASegment() {
        feed(1, FIRST + "\r\n\r\n" + SECOND + BARE);
        assertThat(found).containsExactly("1/6 " + FIRST, "1/6 " + SECOND, "1/6 " + BARE);
    }

    @Test
    void putsAMessageTogetherHoweverItWasCut() {
        String all = FIRST + SECOND + "\r\n\r\n" + BARE + FIRST;
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            found.clear();
            int most = 1 + random.nextInt(40);
            for (int at = 0; at < all.length(); ) {
                int next = Math.min(all.length(), at + 1 + random.nextInt(most));
                feed(7, all.substring(at, next));
                at = next;
            }
            assertThat(found)
                    .as("seed %d", seed)
                    .containsExactly(
                            "7/6 " + FIRST, "7/6 " + SECOND, "7/6 " + BARE, "7/6 " + FIRST);
        }
    }

    @Test
    void findsAMessageWhoseContentLengthIsFoldedWhereTheSegmentEnds() {
        String head = "INVITE sip:a SIP/2.0\r\nContent-Length:\r\n";
        feed(1, head);
        feed(2, " 5\r\n\r\nv=0\r\n" + SECOND);
        assertThat(found).containsExactly("2/6 " + head + " 5\r\n\r\nv=0\r\n", "2/6 " + SECOND);
        assertThat(foreign).isZero();
    }

    @Test
    void aMessageIsAsOldAsItsLastByte() {
        feed(1, SECOND + FIRST.substring(0, 30));
        feed(5, FIRST.substring(30, 40));
        feed(4, FIRST.substring(40) + SECOND); // waited for what came at 5
        assertThat(found).containsExactly("1/6 " + SECOND, "5/6 " + FIRST, "4/6 " + SECOND);
    }

    @Test
    void joinsAStreamInItsMiddle() {
        feed(1, "CSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n");
        feed(2, "more of the same");
        feed(3, FIRST + SECOND);
        assertThat(found).containsExactly("3/6 " + FIRST, "3/6 " + SECOND);
        assertThat(foreign).isEqualTo(1);
    }

    /** As where a capture begins within a large body. */
    @Test
    void findsAMessageBehindTheRestOfABody() {
        feed(1, "a=rtpmap:8 PCMA/8000\r\n" + FIRST + SECOND.substring(0, 25));
        feed(2, SECOND.substring(25));
        feed(3, BARE);
        assertThat(found).containsExactly("1/6 " + FIRST, "2/6 " + SECOND, "3/6 " + BARE);
        assertThat(foreign).isEqualTo(1);
        stream.hole();
        feed(4, "no line end" + FIRST);
        assertThat(found).endsWith("4/6 " + FIRST);
    }

    @Test
    void goesOnBehindAHole() {
        feed(1, FIRST.substring(0, 30));
        stream.hole();
        feed(2, "...\r\n\r\n");
        feed(3, SECOND);
        assertThat(found).containsExactly("3/6 " + SECOND);
        assertThat(stream.held()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH_9.2\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001",
                "INVITE sip:a SIP/2.0\r\nContent-Length: 99999999\r\n\r\n",
                "INVITE sip:a SIP/2.0\r\nContent-Length: none\r\n\r\n",
            })
    void passesOverOtherProtocolsAndNonsense(String text) {
        feed(1, text);
        feed(2, text);
        feed(3, SECOND);
        assertThat(found).containsExactly("3/6 " + SECOND);
    }

    @Test
    void doesNotHoldWhatWillNeverEnd() {
        for (int i = 0; i < 2000; i++) {
            feed(1, (i == 0 ? "INVITE sip:a SIP/2.0\r\n" : "") + "Subject: " + "a".repeat(990));
        }
        assertThat(stream.held()).isLessThan(SipFraming.LONGEST + 2000);
    }

    /** A capture whose segments have an octet each is not to take for ever. */
    @Test
    void octetsThatComeOneByOneAreNotSearchedAgain() {
        String message =
                "MESSAGE sip:a SIP/2.0\r\nX: "
                        + "x".repeat(20_000)
                        + "\r\nContent-Length: 20000\r\n\r\n"
                        + "z\n".repeat(10_000);
        for (int i = 0; i < message.length(); i++) {
            feed(1, message.substring(i, i + 1));
        }
        assertThat(found).containsExactly("1/6 " + message);
        assertThat(stream.looked()).isLessThan(2L * message.length());
    }

    @Test
    void takesAHandshakeWhateverTheSegments() {
        String first = new String(frame(0x81, true, FIRST), StandardCharsets.ISO_8859_1);
        for (int portion = 1; portion < 40; portion++) {
            found.clear();
            stream.hole();
            String all = HANDSHAKE + first;
            for (int at = 0; at < all.length(); at += portion) {
                feed(1, all.substring(at, Math.min(all.length(), at + portion)));
            }
            assertThat(found).as("%d octets", portion).containsExactly("1/22 " + FIRST);
        }
    }

    @Test
    void cutsHepOutOfTheStream() {
        byte[] frame = Bytes.hex("0000 0001 0007 02").frame();
        byte[] two = Bytes.text("").and(frame).and(frame).array();
        for (int cut = 0; cut <= two.length; cut++) {
            found.clear();
            stream.data(1, two, 0, cut);
            stream.data(2, two, cut, two.length - cut);
            assertThat(found).as("cut at %d", cut).hasSize(2);
        }
    }

    @Test
    void readsSipOverWebSocketMaskedAndInFragments() {
        byte[] all =
                Bytes.text(HANDSHAKE)
                        .and(frame(0x81, true, SECOND))
                        .and(frame(0x89, true, "ping"))
                        .and(frame(0x01, true, FIRST.substring(0, 10)))
                        .and(frame(0x89, true, "")) // control frames come in between
                        .and(frame(0x00, true, FIRST.substring(10, 20)))
                        .and(frame(0x80, true, FIRST.substring(20)))
                        .and(frame(0x82, false, BARE + " ".repeat(200)))
                        .and(frame(0x81, false, "{\"not\":\"sip\"}"))
                        .array();
        for (int step : List.of(1, 7, 100, all.length)) {
            found.clear();
            for (int at = 0; at < all.length; at += step) {
                stream.data(1, all, at, Math.min(step, all.length - at));
            }
            assertThat(found)
                    .as("in steps of %d", step)
                    .containsExactly(
                            "1/22 " + SECOND, "1/22 " + FIRST, "1/22 " + BARE + " ".repeat(200));
            stream.hole(); // begin anew
        }
    }

    @Test
    void joinsAWebSocketInItsMiddle() {
        byte[] frame = frame(0x81, true, SECOND);
        stream.data(1, "tail of a frame".getBytes(StandardCharsets.US_ASCII), 5, 5);
        stream.data(2, frame, 0, frame.length);
        assertThat(found).containsExactly("2/22 " + SECOND);
    }

    @Test
    void readsCompressedWebSocketsWhoseMessagesReferToThoseBefore() throws IOException {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        byte[] first = deflated(deflater, FIRST);
        byte[] second = deflated(deflater, FIRST);
        byte[] third = deflated(deflater, SECOND + FIRST);
        assertThat(second).hasSizeLessThan(first.length / 2); // it does refer
        byte[] all =
                Bytes.text(HANDSHAKE)
                        .and(frame(0xc1, true, first))
                        .and(frame(0x81, true, BARE)) // not all need be compressed
                        .and(frame(0x41, true, Arrays.copyOf(second, 3)))
                        .and(frame(0x80, true, Arrays.copyOfRange(second, 3, second.length)))
                        .and(frame(0xc1, true, third))
                        .array();
        for (int cut = 1; cut < all.length; cut++) {
            found.clear();
            stream.hole();
            stream.data(1, all, 0, cut);
            ByteArrayOutputStream state = new ByteArrayOutputStream();
            stream.save(new DataOutputStream(state));
            stream.hole();
            stream.restore(new DataInputStream(new ByteArrayInputStream(state.toByteArray())));
            stream.data(1, all, cut, all.length - cut);
            assertThat(found)
                    .as("cut and saved after %d", cut)
                    .containsExactly(
                            "1/22 " + FIRST,
                            "1/22 " + BARE,
                            "1/22 " + FIRST,
                            "1/22 " + SECOND + FIRST);
        }
        assertThat(foreign).isZero();
    }

    @Test
    void readsOfACompressedWebSocketWhatDoesNotReferToWhatIsMissing() {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflated(deflater, FIRST);
        byte[] refers = frame(0xc1, true, deflated(deflater, FIRST));
        deflater.reset(); // as with client_no_context_takeover
        byte[] whole = frame(0xc1, true, deflated(deflater, FIRST));
        stream.data(1, refers, 0, refers.length);
        assertThat(found).isEmpty();
        stream.data(2, whole, 0, whole.length);
        stream.data(3, refers, 0, refers.length);
        assertThat(found).containsExactly("2/22 " + FIRST, "3/22 " + FIRST);
        assertThat(foreign).isEqualTo(1);
    }

    @Test
    void doesNotUnpackMoreThanAMessageHas() {
        byte[] bomb = deflated(new Deflater(Deflater.BEST_COMPRESSION, true), "x".repeat(1 << 21));
        assertThat(new DeflatedMessages().unpack(bomb)).isNull();
        byte[] most = deflated(new Deflater(), "x".repeat(1 << 19));
        assertThat(new DeflatedMessages().unpack(Arrays.copyOfRange(most, 2, most.length)))
                .hasSize(1 << 19);
    }

    private static byte[] deflated(Deflater deflater, String text) {
        byte[] buffer = new byte[1 << 16];
        deflater.setInput(text.getBytes(StandardCharsets.US_ASCII));
        int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
        return Arrays.copyOf(buffer, length - 4);
    }

    private static byte[] frame(int first, boolean masked, String text) {
        return frame(first, masked, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] frame(int first, boolean masked, byte[] bytes) {
        byte[] payload = bytes.clone();
        byte[] mask = {1, 2, 3, 4};
        for (int i = 0; masked && i < payload.length; i++) {
            payload[i] ^= mask[i & 3];
        }
        int flag = masked ? 0x80 : 0;
        String length =
                payload.length < 126
                        ? "%02x".formatted(flag | payload.length)
                        : "%02x%04x".formatted(flag | 126, payload.length);
        return Bytes.hex("%02x".formatted(first) + length)
                .and(masked ? mask : new byte[0])
                .and(payload)
                .array();
    }

    private void feed(long time, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        stream.data(time, bytes, 0, bytes.length);
    }

    private static String text(byte[] bytes, int from, int end) {
        return new String(Arrays.copyOfRange(bytes, from, end), StandardCharsets.US_ASCII);
    }
}
