package io.siphon.job.config;

import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;

/** {@code hep.udp.*}: how UDP is received. */
public record UdpSection(String bind, int sockets, MemorySize receiveBuffer, MemorySize queue)
        implements Section {

    public static final ConfigOption<String> BIND =
            ConfigOptions.key("hep.udp.bind")
                    .stringType()
                    .defaultValue("0.0.0.0:9060")
                    .withDescription(
                            "Address and port to receive HEP and plain SIP duplicates on; IPv6 in"
                                    + " brackets: `[::]:9060`.");

    public static final ConfigOption<Integer> SOCKETS =
            ConfigOptions.key("hep.udp.sockets")
                    .intType()
                    .defaultValue(1)
                    .withDescription(
                            "Sockets that share the port by SO_REUSEPORT, each with its own"
                                    + " source subtask. The kernel distributes senders over them by"
                                    + " address and port.");

    public static final ConfigOption<MemorySize> RECEIVE_BUFFER =
            ConfigOptions.key("hep.udp.receive-buffer")
                    .memoryType()
                    .defaultValue(MemorySize.ofMebiBytes(16))
                    .withDescription(
                            "Receive buffer to request, per socket. Without CAP_NET_ADMIN the"
                                    + " kernel grants `net.core.rmem_max` at most; the granted size is"
                                    + " logged.");

    public static final ConfigOption<MemorySize> QUEUE =
            ConfigOptions.key("hep.udp.queue")
                    .memoryType()
                    .defaultValue(MemorySize.ZERO)
                    .withDescription(
                            "Memory for received datagrams that wait for the job, per socket."
                                    + " When it is full, datagrams wait in the journal, or without a"
                                    + " journal in the kernel's buffer. 0 bytes: 16 mb, or 64 mb"
                                    + " without a journal.");

    /** 15,000 messages: what waits longer than that need not wait on the heap. */
    private static final MemorySize BEFORE_JOURNAL = MemorySize.ofMebiBytes(16);

    private static final MemorySize BEFORE_KERNEL = MemorySize.ofMebiBytes(64);

    static UdpSection from(Configuration configuration) {
        return new UdpSection(
                configuration.get(BIND),
                configuration.get(SOCKETS),
                configuration.get(RECEIVE_BUFFER),
                configuration.get(QUEUE));
    }

    /**
     * Bytes that may wait for the job.
     *
     * @param journalled whether a journal is kept
     */
    public long queueBytes(boolean journalled) {
        MemorySize usual = journalled ? BEFORE_JOURNAL : BEFORE_KERNEL;
        return (queue.equals(MemorySize.ZERO) ? usual : queue).getBytes();
    }

    /** Where UDP is listened on. */
    public BindAddress address() {
        return BindAddress.of(BIND, bind);
    }

    @Override
    public void check(Mistakes mistakes) {
        mistakes.parse(this::address);
        mistakes.positive(SOCKETS, sockets);
    }
}
