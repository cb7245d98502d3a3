package io.siphon.udf.payload;

import io.siphon.schema.BoundedText;
import io.siphon.sources.hep.HepPacket;

import java.util.Set;

/**
 * Determines source, destination and direction of a packet, as tables and tags have them. One
 * instance a subtask.
 */
public final class Hops {

    private static final String IN = "in";
    private static final String OUT = "out";

    private final Endpoints endpoints = new Endpoints();
    private final Trunks trunks;
    private final Set<String> localAddresses;

    /**
     * @param localAddresses of the proxies that agents sit on, IPv6 without brackets
     */
    public Hops(Trunks trunks, Set<String> localAddresses) {
        this.trunks = trunks;
        this.localAddresses = localAddresses;
    }

    /**
     * @param viaTransport of the topmost Via; empty for anything but SIP
     */
    public Hop of(HepPacket packet, String viaTransport) {
        return new Hop(
                packet.correctedMicros(),
                BoundedText.id(packet.node()),
                endpoints.source(packet, viaTransport),
                endpoints.destination(packet, viaTransport),
                trunk(packet),
                direction(packet),
                BoundedText.id(packet.correlationId()),
                packet.clockOffsetMicros());
    }

    private String trunk(HepPacket packet) {
        String source = trunks.match(packet.sourceIp(), packet.sourcePort());
        return source.isEmpty()
                ? trunks.match(packet.destinationIp(), packet.destinationPort())
                : source;
    }

    /**
     * As the agent's, where that is known; else a message from a local address goes out, and one to
     * there comes in. Of a message from a proxy to itself the sending is meant.
     */
    private String direction(HepPacket packet) {
        String said = packet.direction();
        if (said != null) {
            return said.length() <= OUT.length() ? said : "";
        }
        if (localAddresses.contains(packet.sourceIp())) {
            return OUT;
        }
        return localAddresses.contains(packet.destinationIp()) ? IN : "";
    }
}
