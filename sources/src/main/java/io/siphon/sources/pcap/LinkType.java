package io.siphon.sources.pcap;

import javax.annotation.Nullable;

/**
 * Link layers that a capture may have, by tcpdump's number. See
 * https://www.tcpdump.org/linktypes.html.
 */
public enum LinkType {
    NULL(0),
    ETHERNET(1),
    PPP(9),
    RAW_BSD(12),
    RAW_OPENBSD(14),
    /** PPP in HDLC-like framing (RFC 1662). */
    PPP_HDLC(50),
    /** From the PPPoE header on (RFC 2516). */
    PPP_ETHERNET(51),
    RAW(101),
    /** Cisco's HDLC: address, control, EtherType. */
    CISCO_HDLC(104),
    LOOP(108),
    /** OpenBSD's device for what IPsec has or will have: family, SPI, flags, then IP. */
    ENC(109),
    LINUX_SLL(113),
    /** PPP behind an octet that tells the direction. */
    PPP_DIRECTION(204),
    MPLS(219),
    IPV4(228),
    IPV6(229),
    /** Linux's log of packets: attributes, one of which is the packet. */
    NFLOG(239),
    LINUX_SLL2(276);

    private final int number;

    LinkType(int number) {
        this.number = number;
    }

    /** Null when Siphon does not know the number. */
    public static @Nullable LinkType of(int number) {
        return switch (number) {
            case 1 -> ETHERNET; // by far the most
            case 276 -> LINUX_SLL2;
            default -> find(number);
        };
    }

    private static @Nullable LinkType find(int number) {
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
}
