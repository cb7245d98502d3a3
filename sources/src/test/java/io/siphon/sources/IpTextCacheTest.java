package io.siphon.sources;

import io.siphon.schema.IpText;

import org.junit.jupiter.api.Test;

import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;

class IpTextCacheTest {

    @Test
    void remembersAddressesSeenLately() {
        IpTextCache cache = new IpTextCache();
        byte[] bytes = {9, 127, 0, 0, 21, 9};
        String first = cache.v4(bytes, 1);
        assertThat(first).isEqualTo("127.0.0.21");
        assertThat(cache.v4(bytes, 1)).isSameAs(first);
        assertThat(cache.v6(new byte[16], 0)).isEqualTo("::");
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            byte[] v6 = new byte[16];
            random.nextBytes(v6);
            assertThat(cache.v6(v6, 0)).isEqualTo(IpText.of(v6, 0, 16));
            assertThat(cache.v4(v6, 3)).isEqualTo(IpText.of(v6, 3, 4));
        }
    }
}
