package io.siphon.sources.listen.reader;

import org.junit.jupiter.api.Test;

import java.net.StandardSocketOptions;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

class ForcedBufferTest {

    /** Bit of CAP_NET_ADMIN in the effective set (capabilities(7)). */
    private static final int NET_ADMIN = 12;

    @Test
    void goesBeyondTheSystemsLimitForThoseWhoMay() throws Exception {
        int most = limit();
        try (DatagramChannel channel = DatagramChannel.open()) {
            int before = channel.getOption(StandardSocketOptions.SO_RCVBUF);

            boolean granted = ForcedBuffer.grant(channel, 2 * most);

            assertThat(granted).isEqualTo(isNetworkAdministrator());
            assertThat(channel.getOption(StandardSocketOptions.SO_RCVBUF))
                    .isEqualTo(granted ? 2 * most : before);
        }
    }

    private static int limit() throws Exception {
        // not readString: it begins with one byte, and that is all such a file gives then
        return Integer.parseInt(Files.readAllLines(Path.of("/proc/sys/net/core/rmem_max")).get(0));
    }

    private static boolean isNetworkAdministrator() throws Exception {
        String effective =
                Files.readAllLines(Path.of("/proc/self/status")).stream()
                        .filter(line -> line.startsWith("CapEff:"))
                        .map(line -> line.substring("CapEff:".length()).trim())
                        .findFirst()
                        .orElseThrow();
        return (Long.parseUnsignedLong(effective, 16) >> NET_ADMIN & 1) == 1;
    }
}
