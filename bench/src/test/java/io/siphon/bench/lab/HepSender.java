package io.siphon.bench.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A capture agent that says what it is told to. */
public final class HepSender implements AutoCloseable {

    private final DatagramSocket socket;
    private final InetSocketAddress captureServer;

    /**
     * @param ip of loopback, that the agent has
     */
    public HepSender(String ip, UdpEndpoint captureServer) {
        try {
            socket = new DatagramSocket(0, InetAddress.getByName(ip));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.captureServer = captureServer.address();
    }

    public void send(byte[] datagram) {
        try {
            socket.send(new DatagramPacket(datagram, datagram.length, captureServer));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
