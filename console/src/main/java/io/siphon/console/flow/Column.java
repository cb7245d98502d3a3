package io.siphon.console.flow;

import java.util.List;

/**
 * A host of a conversation, a column of its ladder.
 *
 * @param key address, with the port where ports are columns of their own
 * @param name what stands above it: alias, else the key; where several have that alias, both
 * @param sockets seen of it, {@code udp:192.0.2.1:5060}
 */
public record Column(String key, String name, List<String> sockets) {}
