package io.siphon.sources;

import io.siphon.schema.IpText;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.util.Random;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class InternerTest {

    private final Random random = new Random(7);

    @Test
    void equalOctetsGiveTheSameString() {
        Interner texts = Interner.ofTexts();
        byte[] bytes = "Zürich, Zürich".getBytes(UTF_8);
        String first = texts.of(bytes, 0, 7);
        assertThat(first).isEqualTo("Zürich");
        assertThat(texts.of(bytes, 9, 16)).isSameAs(first);
        assertThat(texts.of(bytes, 3, 3)).isEmpty();
    }

    @Test
    void equalTextsGiveTheSameString() {
        Interner texts = Interner.ofTexts();
        String first = new String("udp:192.0.2.1:5060");
        assertThat(texts.of(first)).isSameAs(first);
        assertThat(texts.of(new String(first))).isSameAs(first);
    }

    @Test
    void octetsAndTextsMayShareAnInterner() {
        Interner texts = Interner.ofTexts();
        for (int i = 0; i < 100_000; i++) {
            String text = Integer.toString(random.nextInt(5_000));
            byte[] bytes = text.getBytes(UTF_8);
            assertThat(i % 2 == 0 ? texts.of(text) : texts.of(bytes, 0, bytes.length))
                    .isEqualTo(text);
        }
    }

    @Test
    void addressesAreOfFourAndSixteenOctets() {
        Interner addresses = Interner.ofAddresses();
        byte[] bytes = {9, 127, 0, 0, 21, 9};
        String first = addresses.of(bytes, 1, 5);
        assertThat(first).isEqualTo("127.0.0.21");
        assertThat(addresses.of(bytes, 1, 5)).isSameAs(first);
        assertThat(addresses.of(new byte[16], 0, 16)).isEqualTo("::");
        for (int i = 0; i < 10_000; i++) {
            byte[] v6 = new byte[16];
            random.nextBytes(v6);
            assertThat(addresses.of(v6, 0, 16)).isEqualTo(IpText.of(v6, 0, 16));
            assertThat(addresses.of(v6, 3, 7)).isEqualTo(IpText.of(v6, 3, 4));
        }
    }

    @Test
    void numbersAreDecimal() {
        Interner numbers = Interner.ofNumbers();
        byte[] bytes = {0, 0, 7, (byte) 0xd2};
        assertThat(numbers.of(bytes, 0, 4)).isEqualTo("2002");
        assertThat(numbers.of(bytes, 2, 4)).isEqualTo("2002");
    }

    @Test
    void longTextsAreNotKept() {
        Interner texts = Interner.ofTexts();
        String text = "a".repeat(Interner.LONGEST + 1);
        byte[] bytes = text.getBytes(UTF_8);
        assertThat(texts.of(bytes, 0, bytes.length))
                .isEqualTo(text)
                .isNotSameAs(texts.of(bytes, 0, bytes.length));
        assertThat(texts.of(text)).isSameAs(text);
        assertThat(texts.of(new String(text))).isNotSameAs(text);
    }

    /** "Aa" and "BB" have the same hash code, and so have all texts made of them. */
    @Test
    void collidingTextsReplaceEachOther() {
        Interner texts = Interner.ofTexts();
        for (int i = 0; i < 1 << 12; i++) {
            StringBuilder text = new StringBuilder();
            for (int bit = 0; bit < 12; bit++) {
                text.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            String own = text.toString();
            assertThat(texts.of(own)).isSameAs(own);
        }
    }

    @Test
    void aHitAllocatesNothing() {
        Interner texts = Interner.ofTexts();
        Interner addresses = Interner.ofAddresses();
        byte[] bytes = "proxy1.example.org".getBytes(UTF_8);
        String text = "udp:192.0.2.1:5060";
        int hits = 100_000;
        long before = 0;
        int same = 0;
        for (int i = -1; i < hits; i++) {
            if (i == 0) {
                before = allocated();
            }
            same += texts.of(bytes, 0, bytes.length) == texts.of(bytes, 0, bytes.length) ? 1 : 0;
            same += texts.of(text) == text ? 1 : 0;
            same += addresses.of(bytes, 0, 4) == addresses.of(bytes, 0, 4) ? 1 : 0;
        }
        assertThat(allocated() - before).isLessThan(hits);
        assertThat(same).isEqualTo(3 * (hits + 1));
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
