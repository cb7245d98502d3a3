package io.siphon.sources.pcap;

/** One direction of a TCP connection. */
public record TcpFlow(String sourceIp, int sourcePort, String destinationIp, int destinationPort) {}
