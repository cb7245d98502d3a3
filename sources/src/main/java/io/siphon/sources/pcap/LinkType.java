package io.siphon.sources.pcap;

import javax.annotation.Nullable;

/**
 * Link layers that a capture may have, by tcpdump's number: what stands before the IP header. See
 * https://www.tcpdump.org/linktypes.html.
 */
public enum LinkType {
    NULL(0, 4, -1),
    ETHERNET(1, 14, 12),
    RAW_BSD(12, 0, -1),
    RAW_OPENBSD(14, 0, -1),
    RAW(101, 0, -1),
    LOOP(108, 4, -1),
    LINUX_SLL(113, 16, 14),
    IPV4(228, 0, -1),
    IPV6(229, 0, -1),
    LINUX_SLL2(276, 20, 0);

    private final int number;
    private final int header;
    private final int etherTypeAt;

    LinkType(int number, int header, int etherTypeAt) {
        this.number = number;
        this.header = header;
        this.etherTypeAt = etherTypeAt;
    }

    /** Null when Siphon does not know the number. */
    public static @Nullable LinkType of(int number) {
        for (LinkType type : values()) {
            if (type.number == number) {
                return type;
            }
        }
        return null;
    }

    public int number() {
        return number;
    }

    /** Octets before the network layer, VLAN tags not counted. */
    int header() {
        return header;
    }

    /** Where the EtherType stands; -1 when there is none and the IP header speaks for itself. */
    int etherTypeAt() {
        return etherTypeAt;
    }
}
