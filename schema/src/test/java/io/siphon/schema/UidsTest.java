package io.siphon.schema;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;

class UidsTest {

    private static final long NOON = 1_800_000_000_000_000L;
    private static final Uids UIDS = Uids.of("a secret of the store");

    @Test
    void tellsApartWhateverDiffersInOneMicrosecond() {
        Set<UUID> uids = new HashSet<>();
        uids.add(UIDS.of(trace("10.2.0.21", 5060, 5060, "n1", "OPTIONS", 0)));
        // 31 * port + address: the sums of String.hashCode agree
        uids.add(UIDS.of(trace("10.2.0.11", 5061, 5060, "n1", "OPTIONS", 0)));
        uids.add(UIDS.of(trace("10.2.0.21", 5060, 5061, "n1", "OPTIONS", 0)));
        uids.add(UIDS.of(trace("10.2.0.21", 5060, 5060, "Aa", "OPTIONS", 0)));
        uids.add(UIDS.of(trace("10.2.0.21", 5060, 5060, "BB", "OPTIONS", 0)));
        uids.add(UIDS.of(trace("10.2.0.21", 5060, 5060, "n1", "OPTIONT", 0)));
        uids.add(UIDS.of(trace("10.2.0.21", 5060, 5060, "n1", "OPTIONS", 1)));

        assertThat(uids).hasSize(7).allMatch(uid -> uid.getMostSignificantBits() == NOON);
    }

    @Test
    void tellsApartWhereOneFieldEndsAndTheNextBegins() {
        assertThat(UIDS.of(NOON, "ab", "c"))
                .isNotEqualTo(UIDS.of(NOON, "a", "bc"))
                .isNotEqualTo(UIDS.of(NOON, "abc"))
                .isNotEqualTo(UIDS.of(NOON, "ab", "c", ""));
        assertThat(UIDS.of(undecodable("n1", 1))).isNotEqualTo(UIDS.of(undecodable("n2", 1)));
        assertThat(UIDS.of(undecodable("n1", 1))).isNotEqualTo(UIDS.of(undecodable("n1", 5)));
    }

    @Test
    void isTheSameWithTheSameSecretOnly() throws Exception {
        Trace trace = trace("10.2.0.21", 5060, 5060, "n1", "OPTIONS", 0);

        assertThat(copy(UIDS).of(trace)).isEqualTo(UIDS.of(trace));
        assertThat(Uids.of("another secret").of(trace)).isNotEqualTo(UIDS.of(trace));
        assertThat(UIDS.toString()).doesNotContain("secret");
    }

    /** What it made on the day it was written: stores rely on it. */
    @Test
    void staysAsItIs() {
        assertThat(UIDS.of(NOON, "ab", "c")).hasToString("00066517-2898-8000-b97e-0c580f6ecd42");
        assertThat(UIDS.of(trace("10.2.0.21", 5060, 5060, "n1", "OPTIONS", 0)))
                .hasToString("00066517-2898-8000-f613-07946166702c");
    }

    /** Values that a store of version 0.1 has. */
    @Test
    void keepsTheUidsOfVersion01ForWhatIsOfBeforeIt() {
        Uids later = Uids.of(Uids.text("a secret of the store", NOON + 1));
        Trace trace = trace("10.2.0.21", 5060, 5060, "n1", "OPTIONS", 0);

        assertThat(later.of(trace)).hasToString("00066517-2898-8000-41e0-69458d52d2c0");
        assertThat(later.of(NOON, "ab", "c")).hasToString("00066517-2898-8000-629c-2f14f654f026");
        assertThat(later.of(undecodable("n1", 1)))
                .isEqualTo(later.of(undecodable("n2", 1)))
                .hasToString("00066517-2898-8000-ffe0-e9290e221922");
        assertThat(later.of(NOON + 1, "ab", "c")).isEqualTo(UIDS.of(NOON + 1, "ab", "c"));
    }

    private static Undecodable undecodable(String node, int protocol) {
        return new Undecodable(
                NOON, NOON, "192.0.2.1", node, protocol, "bad-json", "x", new byte[] {1, 2});
    }

    private static Trace trace(
            String to, int sourcePort, int destinationPort, String node, String text, int ordinal) {
        return new Trace(
                NOON,
                NOON + 7,
                Trace.SIP,
                node,
                null,
                text.getBytes(StandardCharsets.UTF_8),
                "udp:10.1.0.1:" + sourcePort,
                "udp:" + to + ":" + destinationPort,
                "",
                "",
                "",
                "",
                "",
                "",
                ordinal);
    }

    private static <T extends Serializable> T copy(T original) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(original);
        }
        try (ObjectInputStream in =
                new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            @SuppressWarnings("unchecked")
            T copy = (T) in.readObject();
            return copy;
        }
    }
}
