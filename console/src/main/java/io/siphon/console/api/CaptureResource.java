package io.siphon.console.api;

import io.siphon.console.export.Pcapng;
import io.siphon.console.flow.Arrow;
import io.siphon.console.flow.Flow;
import io.siphon.console.flow.FlowReader;
import io.siphon.console.flow.HostNames;
import io.siphon.console.flow.TextLadder;
import io.siphon.console.search.Page;
import io.siphon.console.search.Subject;
import io.siphon.console.store.Store;
import io.siphon.console.store.StorePool;
import io.siphon.schema.Call;
import io.siphon.schema.Tables;

import io.javalin.http.Context;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * {@code GET /api/v1/calls.pcapng?q=…}, {@code .zip} and {@code .csv}: the calls of one page of a
 * search as a capture, as files of each, and as a table.
 */
public record CaptureResource(StorePool pool, HostNames names, Duration budget) {

    private static final int MAX_MESSAGES = 20_000;

    /** All messages in one capture. */
    public void pcapng(Context context) {
        List<Arrow> arrows = new ArrayList<>();
        flows(context).forEach(flow -> arrows.addAll(flow.arrows()));
        arrows.sort(Comparator.comparingLong(Arrow::timeMicros));
        file(context, "application/x-pcapng", "calls.pcapng").result(Pcapng.of(arrows));
    }

    /** Of each call a capture and its ladder with all messages; the calls as a table. */
    public void zip(Context context) {
        List<Flow> flows = flows(context);
        List<Call> calls = flows.stream().flatMap(flow -> flow.calls().stream()).toList();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            add(zip, "calls.csv", Csv.rows(Tables.CALLS, calls).getBytes(StandardCharsets.UTF_8));
            int number = 0;
            for (Flow flow : flows) {
                String name = String.format(Locale.ROOT, "%03d-%s", ++number, plain(flow.callId()));
                add(zip, name + ".pcapng", Pcapng.of(flow.arrows(), flow.extent().words()));
                String text = TextLadder.of(flow) + "\n" + TextLadder.messages(flow.arrows());
                add(zip, name + ".txt", text.getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        file(context, "application/zip", "calls.zip").result(bytes.toByteArray());
    }

    public void csv(Context context) {
        file(context, "text/csv; charset=utf-8", "calls.csv")
                .result(Csv.rows(Tables.CALLS, page(context).rows()));
    }

    private static Context file(Context context, String type, String name) {
        return context.contentType(type)
                .header("Content-Disposition", "attachment; filename=\"" + name + "\"");
    }

    private static void add(ZipOutputStream zip, String name, byte[] content) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(content);
        zip.closeEntry();
    }

    /** A Call-ID as a name of a file: what was sent may have any character. */
    private static String plain(String callId) {
        String plain = callId.replaceAll("[^A-Za-z0-9@._-]", "_").replaceAll("^\\.+", "_");
        return plain.substring(0, Math.min(plain.length(), 80));
    }

    private Page<Call> page(Context context) {
        return SearchRequest.of(Subject.CALLS, context).search().run(pool, Call.class, budget);
    }

    /** Calls as many as a page of the search has, as long as their messages fit. */
    private List<Flow> flows(Context context) {
        Set<String> ids = new LinkedHashSet<>();
        page(context).rows().forEach(call -> ids.add(call.callId()));
        List<Flow> flows = new ArrayList<>();
        int messages = 0;
        long bytes = 0;
        try (Store store = pool.open()) {
            for (String id : ids) {
                Flow flow = FlowReader.readLeg(store, id, false).named(names);
                messages += flow.arrows().size();
                bytes += flow.arrows().stream().mapToLong(a -> a.trace().payload().length).sum();
                if (messages > MAX_MESSAGES || bytes > FlowReader.MAX_BYTES) {
                    throw new IllegalParameterException(
                            "limit: the calls have more than %s; fewer calls fit a file"
                                    .formatted(
                                            messages > MAX_MESSAGES
                                                    ? MAX_MESSAGES + " messages"
                                                    : "64 MB of messages"));
                }
                if (!flow.arrows().isEmpty()) {
                    flows.add(flow);
                }
            }
        }
        if (flows.isEmpty()) {
            throw new NotFoundException("no messages of such calls are stored");
        }
        return flows;
    }
}
