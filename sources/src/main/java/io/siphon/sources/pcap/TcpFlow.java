package io.siphon.sources.pcap;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** One direction of a TCP connection. */
record TcpFlow(String sourceIp, int sourcePort, String destinationIp, int destinationPort) {

    /** The other direction. */
    TcpFlow reverse() {
        return new TcpFlow(destinationIp, destinationPort, sourceIp, sourcePort);
    }

    void save(DataOutput out) throws IOException {
        out.writeUTF(sourceIp);
        out.writeInt(sourcePort);
        out.writeUTF(destinationIp);
        out.writeInt(destinationPort);
    }

    static TcpFlow restore(DataInput in) throws IOException {
        return new TcpFlow(in.readUTF(), in.readInt(), in.readUTF(), in.readInt());
    }
}
