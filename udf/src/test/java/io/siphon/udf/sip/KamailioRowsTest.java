package io.siphon.udf.sip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rows that Kamailio itself wrote to its {@code sip_trace} table say what it read in each message.
 * {@code -Dsiphon.captures=DIR} takes more of them from a folder of {@code *.sip_trace.jsonl}.
 */
class KamailioRowsTest {

    private static final List<String> FILES =
            List.of(
                    "kam-hep3-direct-media.sip_trace.jsonl",
                    "kam-hep2-ipv6.sip_trace.jsonl",
                    "kam-hep3-b2bua.sip_trace.jsonl");

    @Test
    void readsTheSameAsKamailio() throws Exception {
        SipParser parser = new SipParser();
        SoftAssertions softly = new SoftAssertions();
        List<JsonNode> rows = rows();
        for (JsonNode row : rows) {
            byte[] message = row.path("msg").asText().getBytes(UTF_8);
            parser.parse(message);
            softly.assertThat(
                            List.of(
                                    parser.callId(),
                                    parser.method(),
                                    parser.statusText(),
                                    parser.fromTag(),
                                    parser.toTag()))
                    .as(row.toString())
                    .containsExactly(
                            row.path("callid").asText(),
                            row.path("method").asText(),
                            row.path("status").asText(),
                            row.path("fromtag").asText(),
                            row.path("totag").asText());
        }
        assertThat(rows).hasSizeGreaterThan(250);
        softly.assertAll();
    }

    private static List<JsonNode> rows() throws IOException {
        ObjectMapper json = new ObjectMapper();
        return lines().map(line -> read(json, line)).toList();
    }

    private static JsonNode read(ObjectMapper json, String line) {
        try {
            return json.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines() throws IOException {
        String folder = System.getProperty("siphon.captures");
        if (folder == null) {
            return FILES.stream().flatMap(KamailioRowsTest::resource);
        }
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            return files
                    .filter(file -> file.toString().endsWith(".sip_trace.jsonl"))
                    .flatMap(KamailioRowsTest::file)
                    .toList()
                    .stream();
        }
    }

    private static Stream<String> resource(String name) {
        try (var in = KamailioRowsTest.class.getResourceAsStream("/siptrace/" + name)) {
            return new String(in.readAllBytes(), UTF_8).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> file(Path path) {
        try {
            return Files.readAllLines(path).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
