package io.siphon.sources.udp.enumerator;

import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The enumerator has no state: sockets follow from the options. */
public final class NoStateSerializer implements SimpleVersionedSerializer<Void> {

    @Override
    public int getVersion() {
        return 1;
    }

    @Override
    public byte[] serialize(Void state) {
        return new byte[0];
    }

    @Override
    public Void deserialize(int version, byte[] serialized) {
        return null;
    }
}
