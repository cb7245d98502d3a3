package io.siphon.console.web;

import io.siphon.console.ConsoleStore;
import io.siphon.console.access.AccountsFile;
import io.siphon.console.access.Role;
import io.siphon.console.flow.HostNames;
import io.siphon.console.store.Store;
import io.siphon.schema.EpochMicros;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;

/** Server-sent events, with the server itself, on H2. */
@Timeout(180)
class TailTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final String PASSWORD = "correct horse";
    private static final String SECRET = "X-Secret-Route";

    @TempDir static Path folder;

    private static ConsoleStore store;
    private static ConsoleServer server;
    private static AccountsFile accounts;

    @BeforeAll
    static void start() throws Exception {
        store = new ConsoleStore();
        store.call("first@x", "2026-03-01T10:00:00");
        accounts = new AccountsFile(folder.resolve("console.users"));
        for (String name : List.of("viewer", "engineer", "many", "leaver", "goer")) {
            accounts.put(
                    name,
                    name.equals("viewer") ? Role.VIEWER : Role.ENGINEER,
                    PASSWORD.toCharArray());
        }
        server =
                ConsoleServer.start(
                        ConsoleSettings.unchecked(
                                        "127.0.0.1", 18_560, store.address(), HostNames.NONE)
                                .with(
                                        new ConsoleSecurity(
                                                accounts,
                                                folder.resolve("audit.log"),
                                                null,
                                                Set.of())));
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
        store.close();
    }

    /** A reader of one stream. */
    private record Stream(HttpResponse<InputStream> answer, BufferedReader lines)
            implements AutoCloseable {

        static Stream open(String account, String query) throws Exception {
            String basic =
                    Base64.getEncoder()
                            .encodeToString(
                                    (account + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8));
            HttpResponse<InputStream> answer =
                    CLIENT.send(
                            HttpRequest.newBuilder(
                                            URI.create(server.url() + "/api/v1/tail" + query))
                                    .header("Authorization", "Basic " + basic)
                                    .header("Accept", "text/event-stream")
                                    .header("Accept-Encoding", "gzip")
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            return new Stream(
                    answer,
                    new BufferedReader(
                            new InputStreamReader(answer.body(), StandardCharsets.UTF_8)));
        }

        /** Until a line begins with that. */
        String await(String start) throws IOException {
            String line = lines.readLine();
            while (line != null && !line.startsWith(start)) {
                line = lines.readLine();
            }
            return line;
        }

        /** The data of the next event of that name. */
        String event(String name) throws IOException {
            assertThat(await("event: " + name)).isEqualTo("event: " + name);
            return lines.readLine();
        }

        @Override
        public void close() throws IOException {
            answer.body().close();
        }
    }

    private static void message(String callId) throws Exception {
        store.message(
                callId,
                EpochMicros.utc(EpochMicros.now()).toString(),
                "udp:192.0.2.1:5060",
                "udp:192.0.2.2:5060",
                "proxy-1",
                ConsoleStore.sip(
                        "INVITE sip:b\u001b\u202e\nevil@x SIP/2.0",
                        callId,
                        "1 INVITE",
                        SECRET + ": 1"));
    }

    @Test
    void sendsEachMessageAsItIsStored() throws Exception {
        try (Stream stream = Stream.open("engineer", "?q=callid:tail@x")) {
            assertThat(stream.answer().headers().firstValue("Content-Type"))
                    .contains("text/event-stream; charset=utf-8");
            stream.await("retry:");
            message("other@x");
            message("tail@x");

            assertThat(stream.event("message"))
                    .startsWith("data: {\"time_stamp\":")
                    .contains("\"callid\":\"tail@x\"")
                    .contains(SECRET)
                    .doesNotContain("\u001b", "\u202e");
            message("tail@x");
            assertThat(stream.event("message")).contains("\"callid\":\"tail@x\"");
        }
    }

    @Test
    void aViewerGetsNoText() throws Exception {
        try (Stream stream = Stream.open("viewer", "?q=callid:viewed@x")) {
            stream.await("retry:");
            message("viewed@x");

            assertThat(stream.event("message"))
                    .contains("\"callid\":\"viewed@x\"")
                    .doesNotContain(SECRET);
        }
        try (Stream stream = Stream.open("viewer", "?q=header:" + SECRET)) {
            assertThat(stream.answer().statusCode()).isEqualTo(400);
        }
    }

    @Test
    void countsCallsThatAreNew() throws Exception {
        try (Stream stream =
                Stream.open("engineer", "?of=calls&q=callid:new*&from=2026-03-01T10:00:01Z")) {
            assertThat(stream.event("new_calls")).isEqualTo("data: {\"more\":false,\"number\":0}");
            store.call("new-1@x", "2026-03-01T10:00:02");
            assertThat(stream.event("new_calls")).isEqualTo("data: {\"more\":false,\"number\":1}");
        }
    }

    @Test
    void countsTheMessagesOfACallThatIsUp() throws Exception {
        try (Stream stream = Stream.open("engineer", "?of=call&id=up@x")) {
            assertThat(stream.event("stored_messages")).isEqualTo("data: {\"number\":0}");
            message("up@x");
            assertThat(stream.event("stored_messages")).isEqualTo("data: {\"number\":1}");
        }
    }

    @Test
    void eachCallThatIsFollowedIsAuditedOnce() throws Exception {
        for (String id : List.of("followed-1", "followed-2", "followed-1")) {
            try (Stream stream = Stream.open("engineer", "?of=call&id=" + id)) {
                stream.event("stored_messages");
            }
        }
        assertThat(audited("/api/v1/tail?of=call&id=followed-1")).isEqualTo(1);
        assertThat(audited("/api/v1/tail?of=call&id=followed-2")).isEqualTo(1);
    }

    private static long audited(String target) {
        long[] rows = {0};
        try (Store open = Store.open(store.address())) {
            open.read(
                    "SELECT COUNT(*) FROM console_audit WHERE target = ?",
                    row -> row.getLong(1),
                    count -> rows[0] = count,
                    target);
        }
        return rows[0];
    }

    @Test
    void endsWithTheAccount() throws Exception {
        try (Stream stream = Stream.open("leaver", "?q=callid:none")) {
            stream.await("retry:");
            accounts.remove("leaver");

            assertThat(stream.event("end")).contains("The session has ended.");
            assertThat(stream.await("nothing")).isNull();
        }
    }

    @Test
    void theOldestOfFourStreamsGivesWayToAFifth() throws Exception {
        List<Stream> streams = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            streams.add(Stream.open("many", "?of=call&id=x"));
            assertThat(streams.get(i).answer().statusCode()).isEqualTo(200);
            streams.get(i).event("stored_messages");
        }
        for (Stream oldest : streams.subList(0, 2)) {
            assertThat(oldest.event("end")).contains("\"reason\":\"others\"");
            assertThat(oldest.await("nothing")).isNull();
        }
        message("x");
        for (Stream newer : streams.subList(2, 6)) {
            newer.event("stored_messages");
            newer.close();
        }
    }

    @Test
    void aReaderThatHasGoneIsNoticedWithoutAnythingToSend() throws Exception {
        try (Stream gone = Stream.open("goer", "?of=call&id=nobody")) {
            gone.event("stored_messages");
            assertThat(server.openStreams("goer")).isEqualTo(1);
        }
        int turns = 0;
        try (Stream other = Stream.open("engineer", "?of=call&id=nobody")) {
            while (server.openStreams("goer") > 0) {
                other.await(":");
                turns++;
            }
        }
        assertThat(turns).isLessThan(5);
    }

    @Test
    void aMistakeIsAProblemBeforeTheStreamBegins() throws Exception {
        for (String query :
                List.of("?q=methd:x", "?of=streams", "?of=call", "?of=calls&last=soon")) {
            try (Stream stream = Stream.open("engineer", query)) {
                assertThat(stream.answer().statusCode()).as(query).isEqualTo(400);
            }
        }
    }
}
