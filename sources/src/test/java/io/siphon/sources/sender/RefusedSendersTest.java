package io.siphon.sources.sender;

import io.siphon.schema.IpText;

import org.junit.jupiter.api.Test;

import java.net.InetAddress;
import java.net.UnknownHostException;

import static io.siphon.sources.sender.RefusedSenders.Reason.NOT_ALLOWED;
import static io.siphon.sources.sender.RefusedSenders.Reason.UNAUTHENTICATED;
import static org.assertj.core.api.Assertions.assertThat;

class RefusedSendersTest {

    @Test
    void countsByReasonAndBySource() throws UnknownHostException {
        RefusedSenders refused = new RefusedSenders();
        for (int i = 0; i < 5; i++) {
            refused.refuse(InetAddress.getByName("192.0.2.7"), NOT_ALLOWED);
        }
        refused.refuse(InetAddress.getByName("2001:db8::1"), UNAUTHENTICATED);

        assertThat(refused.count(NOT_ALLOWED)).isEqualTo(5);
        assertThat(refused.count(UNAUTHENTICATED)).isEqualTo(1);
        assertThat(refused.heaviest()).isEqualTo("192.0.2.7 5, 2001:db8::1 1");
        assertThat(refused)
                .hasToString(
                        "refused so far: 5 of addresses that hep.allow does not have, 1 without a"
                                + " right key; most of 192.0.2.7 5, 2001:db8::1 1");
    }

    /** Addresses of datagrams are forged: they are not to fill the memory, nor to hide anybody. */
    @Test
    void forgedSourcesDoNotHideTheOneWhoSendsMost() throws UnknownHostException {
        RefusedSenders refused = new RefusedSenders();
        InetAddress real = InetAddress.getByName("192.0.2.7");
        for (int i = 0; i < 100_000; i++) {
            refused.refuse(InetAddress.getByName(IpText.v4(0x0a000000 + i)), NOT_ALLOWED);
            if (i % 10 == 0) {
                refused.refuse(real, NOT_ALLOWED);
            }
        }

        assertThat(refused.count(NOT_ALLOWED)).isEqualTo(110_000);
        String[] heaviest = refused.heaviest().split(", ");
        assertThat(heaviest).hasSize(10);
        assertThat(heaviest[0]).startsWith("192.0.2.7 ");
        // too high by what the least has at most
        assertThat(Long.parseLong(heaviest[0].split(" ")[1])).isBetween(10_000L, 12_000L);
    }
}
