package io.siphon.job.sink.notify;

import org.apache.flink.core.io.SimpleVersionedSerializer;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** What waits for its receiver, in a checkpoint. */
final class NotificationSerializer implements SimpleVersionedSerializer<Notification> {

    private static final int VERSION = 1;

    @Override
    public int getVersion() {
        return VERSION;
    }

    @Override
    public byte[] serialize(Notification notification) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(notification.body().length + 128);
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeUTF(notification.receiver());
        out.writeUTF(notification.key());
        out.writeLong(notification.sinceMillis());
        out.writeInt(notification.body().length);
        out.write(notification.body());
        return bytes.toByteArray();
    }

    @Override
    public Notification deserialize(int version, byte[] bytes) throws IOException {
        if (version != VERSION) {
            throw new IOException("notifications of version " + version + ", expected " + VERSION);
        }
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        String receiver = in.readUTF();
        String key = in.readUTF();
        long since = in.readLong();
        byte[] body = new byte[in.readInt()];
        in.readFully(body);
        return new Notification(receiver, key, body, since);
    }
}
