package io.siphon.bench.lab;

import io.siphon.bench.server.ServerProcess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Debian's Kamailio as the proxy between two SIPp: traces to a capture port and into its own table
 * at once. Users beginning with {@code auth} are challenged, REGISTER is, the password is {@code
 * secret}.
 */
public final class Kamailio implements AutoCloseable {

    public static final String IP = "127.0.0.10";

    /** The chunk 0x0c of its HEP 3, and the id in its HEP 2. */
    public static final int CAPTURE_ID = 2001;

    private final ServerProcess server = new ServerProcess("kamailio", "root");
    private final UdpEndpoint sip = UdpEndpoint.free(IP);
    private final UdpEndpoint control = UdpEndpoint.free("127.0.0.1");

    private Kamailio() {}

    /** A Kamailio to be: say where it traces to, then {@link Builder#start}. */
    public static Builder tracing(TraceMode mode) {
        return new Builder(mode);
    }

    /** Where it takes SIP; its HEP comes from this address and port, too. */
    public UdpEndpoint sip() {
        return sip;
    }

    /**
     * Asks by JSON-RPC, as {@code kamcmd} does.
     *
     * @param method {@code siptrace.status} …
     * @return the answer's JSON
     */
    public String rpc(String method, String... arguments) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            socket.setSoTimeout(2_000);
            byte[] request =
                    "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":[%s]}"
                            .formatted(method, quoted(arguments))
                            .getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(request, request.length, control.address()));
            DatagramPacket answer = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
        }
    }

    /** The last lines of its log. */
    public String tail() {
        return server.tail();
    }

    @Override
    public void close() {
        server.stop("TERM");
        server.close();
    }

    private static String quoted(String... arguments) {
        return arguments.length == 0 ? "" : "\"" + String.join("\",\"", arguments) + "\"";
    }

    /** What its configuration is made of. */
    public static final class Builder {

        private final TraceMode mode;
        private final Map<String, UdpEndpoint> routes = new TreeMap<>();
        private final List<String> defines = new ArrayList<>();
        private UdpEndpoint hep;
        private TraceTable table;
        private UdpEndpoint rtpengine;

        private Builder(TraceMode mode) {
            this.mode = mode;
        }

        /** Where HEP, or the plain duplicate, goes. */
        public Builder to(UdpEndpoint captureServer) {
            hep = captureServer;
            return this;
        }

        /** The table that it writes the same messages to. */
        public Builder into(TraceTable ownTable) {
            table = ownTable;
            return this;
        }

        /** Calls to numbers that begin so go there. */
        public Builder route(String prefix, UdpEndpoint callee) {
            routes.put(prefix, callee);
            return this;
        }

        /** Leads the media of all calls through an rtpengine. */
        public Builder media(UdpEndpoint rtpengineControl) {
            rtpengine = rtpengineControl;
            return this;
        }

        /** Checks the configuration, starts, and returns once it answers. */
        public Kamailio start() {
            Kamailio kamailio = new Kamailio();
            try {
                Path config = kamailio.server.folder().resolve("kamailio.cfg");
                Files.writeString(config, configuration(kamailio));
                String binary = ServerProcess.binary("kamailio", "/usr/sbin/kamailio");
                kamailio.server.run(binary, "-c", "-f", config.toString());
                kamailio.server.start(
                        // time_stamp is in local time
                        List.of(
                                "/usr/bin/env",
                                "TZ=UTC",
                                binary,
                                "-DD",
                                "-E",
                                "-m",
                                "64",
                                "-M",
                                "8",
                                "-Y",
                                kamailio.server.folder().toString(),
                                "-f",
                                config.toString()),
                        () -> kamailio.rpc("core.uptime"));
                return kamailio;
            } catch (IOException e) {
                kamailio.close();
                throw new UncheckedIOException(e);
            } catch (RuntimeException e) {
                kamailio.close();
                throw e;
            }
        }

        private String configuration(Kamailio kamailio) throws IOException {
            if (!mode.core) {
                defines.add("WITH_SCRIPT_TRACE");
            }
            if (rtpengine != null) {
                defines.add("WITH_RTPENGINE");
            }
            StringBuilder text = new StringBuilder();
            defines.forEach(name -> text.append("#!define ").append(name).append('\n'));
            StringBuilder targets = new StringBuilder();
            routes.forEach(
                    (prefix, callee) ->
                            targets.append(
                                    "    if ($rU =~ \"^%s\") { $du = \"sip:%s\"; }%n"
                                            .formatted(prefix.replace("+", "\\+"), callee)));
            return LabResource.text("kamailio.cfg")
                    .replace("@DEFINES@", text)
                    .replace("@ROUTES@", targets)
                    .replace("@LISTEN@", kamailio.sip.toString())
                    .replace("@CONTROL@", kamailio.control.toString())
                    .replace("@RTPENGINE@", String.valueOf(rtpengine))
                    .replace("@HEP@", hep.toString())
                    .replace("@HEP_MODE_ON@", String.valueOf(mode.hepModeOn))
                    .replace("@HEP_VERSION@", String.valueOf(mode.hepVersion))
                    .replace("@XHEADERS_WRITE@", String.valueOf(mode.xheadersWrite))
                    .replace("@TRACE_MODE@", String.valueOf(mode.traceMode()))
                    .replace("@CAPTURE_ID@", String.valueOf(CAPTURE_ID))
                    .replace("@DATABASE_MODULE@", table.kamailioModule())
                    .replace("@DATABASE_URL@", table.kamailioUrl());
        }
    }
}
