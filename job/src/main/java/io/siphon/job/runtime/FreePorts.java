package io.siphon.job.runtime;

import io.siphon.job.config.BindAddress;
import io.siphon.job.config.ConfigurationException;
import io.siphon.job.config.JobConfig;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks whether ports are free, before anything is begun. */
final class FreePorts {

    private static final int LAST_REST_PORT = 8099;

    private FreePorts() {}

    /**
     * Our sockets share their port, so that a second Siphon would silently take half: look first.
     */
    static void require(JobConfig config) {
        BindAddress udp = config.udpBind();
        try (DatagramSocket probe = new DatagramSocket(null)) {
            probe.setReuseAddress(false);
            probe.bind(new InetSocketAddress(udp.host(), udp.port()));
        } catch (IOException | IllegalArgumentException e) {
            throw taken("udp " + udp, "set -Dhep.udp.bind=ADDRESS:PORT", e);
        }
        BindAddress tcp = config.tcpBind();
        if (tcp == null) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            // connections that an earlier run has closed are no obstacle
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(tcp.host(), tcp.port()));
        } catch (IOException | IllegalArgumentException e) {
            throw taken("tcp " + tcp, "set -Dhep.tcp.bind=ADDRESS:PORT, or none to disable TCP", e);
        }
    }

    private static ConfigurationException taken(String what, String remedy, Exception e) {
        return new ConfigurationException(
                "cannot listen on "
                        + what
                        + ": "
                        + e.getMessage()
                        + "; is another collector running? If so, "
                        + remedy,
                e);
    }

    /** The first free port from a wanted one on, for the web UI; 0: any. */
    static int from(int wanted) {
        for (int port = wanted; port <= Math.max(wanted, LAST_REST_PORT); port++) {
            try (ServerSocket probe = new ServerSocket(port)) {
                return probe.getLocalPort();
            } catch (IOException taken) {
                // the next one
            }
        }
        return 0;
    }
}
