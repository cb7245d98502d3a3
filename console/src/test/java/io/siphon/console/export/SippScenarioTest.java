package io.siphon.console.export;

import io.siphon.console.flow.TraceList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** SIPp, where it is installed, runs what was stored. */
class SippScenarioTest {

    private static final String INVITE = "INVITE sip:bob@example.com SIP/2.0";
    private static final String SDP =
            "v=0\r\no=- 1 1 IN IP4 192.0.2.9\r\ns=-\r\nc=IN IP4 192.0.2.9\r\nt=0 0\r\n"
                    + "m=audio 4000 RTP/AVP 8\r\n";

    @TempDir Path folder;

    private static TraceList invited() {
        return new TraceList()
                .forth(INVITE, "1 INVITE", SDP)
                .back("SIP/2.0 180 Ringing", "1 INVITE", "");
    }

    private static TraceList answered() {
        return invited()
                .back("SIP/2.0 200 OK", "1 INVITE", SDP)
                .forth("ACK sip:bob@192.0.2.2 SIP/2.0", "1 ACK", "")
                .forth("BYE sip:bob@192.0.2.2 SIP/2.0", "2 BYE", "")
                .back("SIP/2.0 200 OK", "2 BYE", "");
    }

    private static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Process sipp(String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("sipp"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-i", "127.0.0.1", "-m", "1", "-timeout", "30s", "-nostdin"));
        return new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(name + ".log").toFile())
                .start();
    }

    private static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/bin/sipp"));
    }

    /** Against SIPp's own server. */
    @Test
    void anAnsweredCallRuns() throws Exception {
        assumeTrue(isInstalled());
        int port = freePort();
        Path scenario = folder.resolve("call.xml");
        Files.writeString(scenario, SippScenario.of(answered().flow()));
        Process server = sipp("uas", "-sn", "uas", "-p", "" + port);
        Process client =
                sipp("uac", "-sf", scenario.toString(), "-p", "" + freePort(), "127.0.0.1:" + port);
        assertRuns(client, server);
    }

    /** Against a server that rejects it, and looks at the branch of the ACK. */
    @Test
    void aRejectedCallRuns() throws Exception {
        assumeTrue(isInstalled());
        int port = freePort();
        Path scenario = folder.resolve("call.xml");
        Files.writeString(
                scenario,
                SippScenario.of(
                        invited()
                                .back("SIP/2.0 486 Busy Here", "1 INVITE", "")
                                .forth("ACK sip:bob@192.0.2.2 SIP/2.0", "1 ACK", "")
                                .flow()));
        Path rejects = folder.resolve("rejects.xml");
        Files.writeString(
                rejects,
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <scenario name="rejects">
                  <recv request="INVITE">
                    <action>
                      <ereg regexp="branch=[^;[:space:]]*" search_in="hdr" header="Via:" check_it="true" assign_to="1"/>
                    </action>
                  </recv>
                  <send>
                    <![CDATA[

                      SIP/2.0 486 Busy Here
                      [last_Via:]
                      [last_From:]
                      [last_To:];tag=b
                      [last_Call-ID:]
                      [last_CSeq:]
                      Content-Length: 0

                    ]]>
                  </send>
                  <recv request="ACK">
                    <action>
                      <ereg regexp="branch=[^;[:space:]]*" search_in="hdr" header="Via:" check_it="true" assign_to="2"/>
                      <strcmp assign_to="3" variable="1" variable2="2"/>
                      <test assign_to="4" variable="3" compare="equal" value="0"/>
                    </action>
                  </recv>
                  <nop test="4" next="same"/>
                  <recv request="BYE" timeout="1"/>
                  <label id="same"/>
                </scenario>
                """);
        Process server = sipp("uas", "-sf", rejects.toString(), "-p", "" + port);
        Process client =
                sipp("uac", "-sf", scenario.toString(), "-p", "" + freePort(), "127.0.0.1:" + port);
        try {
            assertThat(client.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(client.exitValue()).as(Files.readString(folder.resolve("uac.log"))).isZero();
            assertThat(server.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(server.exitValue()).as(Files.readString(folder.resolve("uas.log"))).isZero();
        } finally {
            client.destroy();
            server.destroy();
        }
    }

    /** Against a server that lets it ring. */
    @Test
    void aCallThatIsGivenUpRuns() throws Exception {
        assumeTrue(isInstalled());
        String scenario =
                SippScenario.of(
                        new TraceList()
                                .forth(INVITE, "1 INVITE", SDP)
                                .back("SIP/2.0 100 Trying", "1 INVITE", "")
                                .back("SIP/2.0 180 Ringing", "1 INVITE", "")
                                .forth("CANCEL sip:bob@example.com SIP/2.0", "1 CANCEL", "")
                                .back("SIP/2.0 200 OK", "1 CANCEL", "")
                                .back("SIP/2.0 487 Request Terminated", "1 INVITE", "")
                                .forth("ACK sip:bob@example.com SIP/2.0", "1 ACK", "")
                                .flow());
        assertThat(scenario)
                .contains(
                        "<recv response=\"100\" optional=\"true\"/>",
                        "<recv response=\"180\"/>\n  <pause");
        Path call = folder.resolve("call.xml");
        Files.writeString(call, scenario);
        Path rings = folder.resolve("rings.xml");
        Files.writeString(
                rings,
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <scenario name="rings">
                  <recv request="INVITE"/>
                """
                        + answer("180 Ringing", "1 INVITE")
                        + "  <recv request=\"CANCEL\"/>\n"
                        + answer("200 OK", "1 CANCEL")
                        + answer("487 Request Terminated", "1 INVITE")
                        + "  <recv request=\"ACK\"/>\n</scenario>\n");
        int port = freePort();
        Process server = sipp("uas", "-sf", rings.toString(), "-p", "" + port);
        Process client =
                sipp("uac", "-sf", call.toString(), "-p", "" + freePort(), "127.0.0.1:" + port);
        assertRuns(client, server);
    }

    private void assertRuns(Process client, Process server) throws Exception {
        try {
            assertThat(client.waitFor(120, TimeUnit.SECONDS)).isTrue();
            assertThat(client.exitValue()).as(Files.readString(folder.resolve("uac.log"))).isZero();
        } finally {
            client.destroy();
            server.destroy();
            server.waitFor();
        }
    }

    private static String answer(String status, String cseq) {
        return """
                <send>
                  <![CDATA[

                    SIP/2.0 %s
                    [last_Via:]
                    [last_From:]
                    [last_To:];tag=b
                    [last_Call-ID:]
                    CSeq: %s
                    Content-Length: 0

                  ]]>
                </send>
              """
                .formatted(status, cseq);
    }

    @Test
    void aResponseBeforeAPrackMustCome() {
        assertThat(
                        SippScenario.of(
                                invited()
                                        .back("SIP/2.0 183 Session Progress", "1 INVITE", SDP)
                                        .forth("PRACK sip:bob@192.0.2.2 SIP/2.0", "2 PRACK", "")
                                        .back("SIP/2.0 200 OK", "2 PRACK", "")
                                        .flow()))
                .contains("<recv response=\"180\" optional=\"true\"/>", "<recv response=\"183\"/>");
    }

    @Test
    void hasKeywordsAndNoCopies() {
        String scenario = SippScenario.of(answered().flow());

        assertThat(scenario)
                .contains("branch=[branch]", "Call-ID: [call_id]", "[media_port] RTP/AVP 8")
                .contains(
                        "[next_url]",
                        "[peer_tag_param]",
                        "<recv response=\"180\" optional=\"true\"/>")
                .contains("<pause milliseconds=\"1000\"/>")
                .doesNotContain("192.0.2", "z9hG4bK", "c1");
    }

    @Test
    void whatTheWireSaysIsNoXmlAndNoKeyword() {
        String evil = "]]></send><evil/> [field0] \u0000";
        String scenario =
                SippScenario.of(
                        new TraceList()
                                .forth(
                                        "INVITE sip:b SIP/2.0\r\nX-Evil: " + evil + "\r\nX-Good: 1",
                                        "1 INVITE",
                                        SDP + "a=" + evil + "\r\nm=" + evil + "\r\n")
                                .flow());

        assertThat(scenario).contains("X-Good: 1").doesNotContain("evil", "field0", "\u0000");
    }
}
