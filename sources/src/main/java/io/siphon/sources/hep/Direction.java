package io.siphon.sources.hep;

import javax.annotation.Nullable;

/**
 * Whether a message went to the agent's host or came from it. HEP does not say; but an agent such
 * as Kamailio sends HEP from the very socket that it speaks SIP on, so the datagram's sender tells.
 */
final class Direction {

    static final String IN = "in";
    static final String OUT = "out";

    private Direction() {}

    /**
     * By address; where both ends or neither have the agent's (a proxy's message to itself; IPv6
     * signalling reported over IPv4), by the end that has the agent's port.
     *
     * @return null for a message between strangers, as a sniffer reports it
     */
    @Nullable
    static String of(
            HepPeer agent,
            String sourceIp,
            int sourcePort,
            String destinationIp,
            int destinationPort) {
        boolean from = sourceIp.equals(agent.agentIp());
        boolean to = destinationIp.equals(agent.agentIp());
        if (from != to) {
            return from ? OUT : IN;
        }
        boolean known = agent.agentPort() != 0;
        boolean fromPort = known && sourcePort == agent.agentPort();
        boolean toPort = known && destinationPort == agent.agentPort();
        if (fromPort != toPort) {
            return fromPort ? OUT : IN;
        }
        return from ? IN : null;
    }
}
