package io.siphon.bench.generate;

import io.siphon.console.export.IpPacket;
import io.siphon.console.flow.Endpoint;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** A capture (pcap) of HEP datagrams from one agent to port 9060 of the same host. */
public final class HepCaptureFile implements Closeable {

    private static final int MAGIC = 0xA1B2C3D4;
    private static final int LINKTYPE_RAW = 101;
    private static final int MOST_OCTETS = 0xffff;
    private static final int MICROS = 1_000_000;

    private static final Endpoint AGENT = Endpoint.of("udp:127.0.0.1:40000");
    private static final Endpoint SERVER = Endpoint.of("udp:127.0.0.1:9060");

    private final OutputStream out;

    /** An existing file is overwritten. */
    public HepCaptureFile(Path file) throws IOException {
        out = new BufferedOutputStream(Files.newOutputStream(file));
        ByteBuffer header = buffer(24).putInt(MAGIC).putShort((short) 2).putShort((short) 4);
        out.write(header.putLong(0).putInt(MOST_OCTETS).putInt(LINKTYPE_RAW).array());
    }

    void write(long micros, byte[] datagram) throws IOException {
        byte[] packet = IpPacket.udp(AGENT, SERVER, datagram);
        ByteBuffer record = buffer(16);
        record.putInt((int) (micros / MICROS)).putInt((int) (micros % MICROS));
        out.write(record.putInt(packet.length).putInt(packet.length).array());
        out.write(packet);
    }

    private static ByteBuffer buffer(int capacity) {
        return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
