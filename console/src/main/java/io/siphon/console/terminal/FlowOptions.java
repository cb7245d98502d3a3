package io.siphon.console.terminal;

import io.siphon.console.ConsoleException;
import io.siphon.console.api.Json;
import io.siphon.console.export.Pcapng;
import io.siphon.console.export.SippScenario;
import io.siphon.console.flow.FailureReason;
import io.siphon.console.flow.Flow;
import io.siphon.console.flow.FlowJson;
import io.siphon.console.flow.FlowReader;
import io.siphon.console.flow.HostNames;
import io.siphon.console.flow.MermaidLadder;
import io.siphon.console.flow.SvgLadder;
import io.siphon.console.flow.TextLadder;
import io.siphon.console.store.Store;
import io.siphon.console.store.StoreAddress;
import io.siphon.console.store.StorePool;
import io.siphon.console.web.FlowDocument;
import io.siphon.schema.PlainText;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Options of {@code siphon flow}, apart from those of the store. */
public final class FlowOptions {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /** Or {@link FlowReader#MAX_BYTES} of them, where they are larger than usual. */
    private static final int MAX_MESSAGES = 100_000;

    @Parameters(paramLabel = "CALL-ID", description = "The call to show; or its X-CID.")
    private String callId;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description =
                    "text, messages (the ladder and all messages whole), svg, html, mermaid, json, sipp"
                            + " (a scenario) or pcapng (default: text).")
    private String format;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Write it there instead of to standard output.")
    private Path out;

    @Option(names = "--ports", description = "Each port of a host is a column.")
    private boolean ports;

    @Option(names = "--leg", description = "Without the messages of other legs.")
    private boolean leg;

    /**
     * Reads, draws and prints.
     *
     * @throws ConsoleException in one sentence, when nothing is stored or the format is unknown
     */
    public void run(StoreAddress address, HostNames names, PrintStream standard)
            throws IOException {
        Flow flow;
        // a scenario is of one side
        boolean alone = leg || format.equals("sipp");
        try (StorePool pool = new StorePool(address, 1, TIMEOUT);
                Store store = pool.open()) {
            Flow asked = FlowReader.read(store, callId, ports, MAX_MESSAGES, alone);
            String other = asked.arrows().isEmpty() ? byCorrelation(store) : "";
            flow =
                    (other.isEmpty()
                                    ? asked
                                    : FlowReader.read(store, other, ports, MAX_MESSAGES, alone))
                            .named(names);
        }
        if (flow.arrows().isEmpty()) {
            throw new ConsoleException("no messages of Call-ID " + callId + " are stored");
        }
        byte[] file = draw(flow);
        if (!flow.extent().isWhole()) {
            System.err.println("siphon: " + flow.extent().words() + " of this Call-ID");
        }
        if (out != null) {
            Files.write(out, file);
        } else {
            standard.write(file);
            standard.flush();
        }
    }

    /** The Call-ID of the one call with that X-CID; empty for none. */
    private String byCorrelation(Store store) {
        List<String> ids = FlowReader.callIdsOf(store, callId);
        if (ids.size() > 1) {
            throw new ConsoleException(
                    "several calls have the X-CID %1$s: siphon calls 'xcid:\"%1$s\"' lists them"
                            .formatted(PlainText.line(callId)));
        }
        return ids.isEmpty() ? "" : ids.get(0);
    }

    private byte[] draw(Flow flow) {
        return switch (format) {
            case "text" -> bytes(TextLadder.of(flow) + reason(flow));
            case "messages" ->
                    bytes(
                            TextLadder.of(flow)
                                    + reason(flow)
                                    + "\n"
                                    + TextLadder.messages(flow.arrows()));
            case "svg" -> bytes(SvgLadder.document(flow));
            case "html" -> bytes(FlowDocument.of(flow));
            case "mermaid" -> bytes(MermaidLadder.of(flow));
            case "json" -> bytes(Json.write(FlowJson.of(flow)) + "\n");
            case "sipp" -> bytes(SippScenario.of(flow));
            case "pcapng" -> Pcapng.of(flow.arrows(), flow.extent().words());
            default ->
                    throw new ConsoleException(
                            "--format: got "
                                    + format
                                    + ", expected text, messages, svg, html, mermaid, json, sipp or pcapng");
        };
    }

    private static String reason(Flow flow) {
        FailureReason reason = FailureReason.of(flow);
        if (reason.sentence().isEmpty()) {
            return "";
        }
        String shown = reason.arrow() == 0 ? "" : " (message " + reason.arrow() + ")";
        return "\n" + PlainText.line(reason.sentence()) + shown + "\n";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
