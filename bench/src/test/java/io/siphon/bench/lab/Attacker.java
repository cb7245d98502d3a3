package io.siphon.bench.lab;

import io.siphon.sources.Captures;
import io.siphon.sources.Mutator;
import io.siphon.sources.pcap.Datagram;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Does to a capture port what strangers may: damaged datagrams of real agents, and TCP connections
 * that say nothing, half a frame, rubbish, or one octet now and then. The same seed does the same.
 */
public final class Attacker implements AutoCloseable {

    /** Connections that are left open: more than a listener takes. */
    private static final int HELD = 1500;

    /** Of one capture: later ones are like the first. */
    private static final int SEEDS_OF_A_CAPTURE = 200;

    private static final byte[] HTTP =
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ENDLESS_SIP =
            "INVITE sip:a SIP/2.0\r\nX: ".getBytes(StandardCharsets.US_ASCII);

    /** What a connection does. */
    private enum Manner {
        SILENT,
        HALF_A_FRAME,
        GARBAGE,
        SLOW,
        DAMAGED_FRAMES,
        RESET_WITHIN_A_FRAME,
        HTTP,
        SIP_WITHOUT_END
    }

    private final UdpEndpoint target;
    private final SplittableRandom random;
    private final Mutator mutator;
    private final List<byte[]> seeds = new ArrayList<>();
    private final List<byte[]> frames;
    private final Deque<Socket> held = new ArrayDeque<>();

    /** Held ones that get an octet now and then. */
    private final Set<Socket> slow = new HashSet<>();

    public Attacker(UdpEndpoint target, long seed) {
        this.target = target;
        random = new SplittableRandom(seed);
        mutator = new Mutator(seed);
        for (String capture : Captures.names()) {
            Captures.datagrams(capture).stream()
                    .limit(SEEDS_OF_A_CAPTURE)
                    .map(Datagram::payload)
                    .forEach(seeds::add);
        }
        frames = seeds.stream().filter(bytes -> bytes.length > 6 && bytes[0] == 'H').toList();
    }

    /**
     * Sends damaged datagrams of real agents.
     *
     * @param perSecond not more than so many
     */
    public void datagrams(long count, int perSecond) {
        long begin = System.nanoTime();
        try (HepSender sender = new HepSender("127.0.0.1", target)) {
            for (long n = 0; n < count; n++) {
                long due = begin + n * 1_000_000_000L / perSecond;
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                byte[] datagram = mutator.mutate(any(seeds));
                sender.send(Arrays.copyOf(datagram, Math.min(datagram.length, 65_507)));
            }
        }
    }

    /** Opens so many connections in turn, from many addresses, and leaves the last of them open. */
    public void connections(int count) throws IOException {
        Manner[] manners = Manner.values();
        for (int n = 0; n < count; n++) {
            Socket socket = connect(n);
            try {
                if (act(socket, manners[random.nextInt(manners.length)])) {
                    held.add(socket);
                } else {
                    socket.close();
                }
            } catch (IOException closedByTarget) {
                reset(socket);
            }
            if (held.size() > HELD) {
                Socket oldest = held.remove();
                slow.remove(oldest);
                reset(oldest);
            }
            if (n % 100 == 0) {
                drip();
            }
        }
    }

    private Socket connect(int n) throws IOException {
        InetSocketAddress from =
                new InetSocketAddress(
                        InetAddress.getByName("127.3." + n % 40 + "." + (1 + n / 40 % 5)), 0);
        Socket socket = new Socket();
        try {
            socket.bind(from);
            socket.connect(target.address());
            socket.setTcpNoDelay(true);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * @return whether it stays open
     */
    private boolean act(Socket socket, Manner manner) throws IOException {
        switch (manner) {
            case SILENT -> {
                return true;
            }
            case HALF_A_FRAME -> {
                byte[] frame = any(frames);
                socket.getOutputStream().write(frame, 0, random.nextInt(1, frame.length));
                return true;
            }
            case SLOW -> {
                socket.getOutputStream().write('H');
                slow.add(socket);
                return true;
            }
            case GARBAGE -> {
                byte[] garbage = new byte[random.nextInt(1, 70_000)];
                for (int i = 0; i < garbage.length; i++) {
                    garbage[i] = (byte) random.nextInt();
                }
                socket.getOutputStream().write(garbage);
            }
            case DAMAGED_FRAMES -> {
                for (int i = 0; i < 5; i++) {
                    socket.getOutputStream().write(mutator.mutate(any(frames)));
                }
            }
            case RESET_WITHIN_A_FRAME -> {
                byte[] frame = any(frames);
                socket.getOutputStream().write(frame, 0, random.nextInt(1, frame.length));
                socket.setSoLinger(true, 0);
            }
            case HTTP -> socket.getOutputStream().write(HTTP);
            case SIP_WITHOUT_END -> {
                socket.getOutputStream().write(ENDLESS_SIP);
                socket.getOutputStream().write(new byte[random.nextInt(70_000)]);
                return true;
            }
        }
        return false;
    }

    /** An octet more of frames that never end. */
    private void drip() {
        slow.removeIf(
                socket -> {
                    try {
                        socket.getOutputStream().write('E');
                        return false;
                    } catch (IOException closedByTarget) {
                        return true;
                    }
                });
    }

    private byte[] any(List<byte[]> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** Without a port that waits: there are no 100,000. */
    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() {
        try {
            for (Socket socket : held) {
                reset(socket);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
