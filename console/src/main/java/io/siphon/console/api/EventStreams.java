package io.siphon.console.api;

import io.siphon.console.ConsoleException;
import io.siphon.console.access.Admission;
import io.siphon.console.access.Principal;

import io.javalin.http.Context;
import io.javalin.http.ServiceUnavailableResponse;
import jakarta.servlet.AsyncContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Answers that do not end: server-sent events (WHATWG HTML, 9.2). Each has a thread, so that a
 * reader who does not read holds up nobody else; sixteen in all, four of an account, or of an
 * address where nobody logs in. The oldest of a reader who opens a fifth gives way: a browser that
 * goes from page to page leaves streams behind, and TCP tells of that only when something is sent.
 * One at a time asks the store, and rests ten times as long as the answer took.
 */
public final class EventStreams implements AutoCloseable {

    static final int MAX = 16;
    static final int MAX_OF_CLIENT = 4;

    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);

    /** Streams that gave way while they ask the store, or write to who does not read, end soon. */
    private static final int MAX_THREADS = MAX + MAX_OF_CLIENT;

    private static final String GAVE_WAY =
            "At most "
                    + MAX_OF_CLIENT
                    + " streams of one reader are open; this one was the oldest.";
    private static final String LOGGED_OUT = "The session has ended.";

    private static final int REST = 10;
    private static final long REFUSED_MILLIS = 5_000;

    /** A comment finds out whether anybody is there: of two, the second fails if nobody is. */
    private static final String COMMENT = ":\n\n";

    /**
     * Of one reader.
     *
     * @param name of the event
     * @param id where a reader that comes back goes on; empty for none
     */
    record Event(String name, String id, Object data) {}

    /** What is new; asked again and again by one thread. */
    @FunctionalInterface
    interface Feed {
        List<Event> next();
    }

    /**
     * One that is open.
     *
     * @param over counted down when it is to end. Its thread is not interrupted: it may be in H2,
     *     whose file an interrupt closes for everybody
     */
    private record Stream(String client, CountDownLatch over) {}

    private final long intervalMillis;
    private final ExecutorService threads;
    private final Semaphore turn = new Semaphore(1, true);

    /** The oldest first. */
    private final List<Stream> open = new ArrayList<>();

    /** Threads: those of {@link #open}, and of streams that gave way and have not ended yet. */
    private int running;

    /**
     * @param interval between two questions of a reader to the store, at least
     */
    public EventStreams(Duration interval) {
        intervalMillis = interval.toMillis();
        threads =
                new ThreadPoolExecutor(
                        0,
                        // enter() bounds them
                        Integer.MAX_VALUE,
                        10,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        work -> {
                            Thread thread = new Thread(work, "console-tail");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /**
     * Answers until the reader goes or opens too many others, the session ends, or the console
     * does.
     *
     * @throws io.javalin.http.HttpResponseException where there are too many
     */
    void answer(Context context, Feed feed) {
        Principal principal = Principal.of(context);
        String client = principal.isLoggedIn() ? principal.name() : context.ip();
        Stream stream = enter(client);
        BooleanSupplier admitted = Admission.of(context);
        try {
            context.contentType("text/event-stream; charset=utf-8")
                    // for reverse proxies: nothing waits in a buffer
                    .header("X-Accel-Buffering", "no");
            context.future(
                    () -> {
                        AsyncContext answer = context.req().getAsyncContext();
                        answer.setTimeout(0);
                        threads.execute(() -> answer(answer, feed, admitted, stream));
                        return new Endless();
                    });
        } catch (RuntimeException e) {
            leave(stream);
            throw e;
        }
    }

    /**
     * Javalin would go on with a request that is over when its reader goes: it is never told, and
     * nothing of the request is touched after.
     */
    private static final class Endless extends CompletableFuture<Void> {
        @Override
        public boolean cancel(boolean mayInterrupt) {
            return false;
        }
    }

    private void answer(AsyncContext answer, Feed feed, BooleanSupplier admitted, Stream stream) {
        try {
            OutputStream out = answer.getResponse().getOutputStream();
            write(out, "retry: 5000\n\n");
            boolean gaveWay = send(out, feed, admitted, stream.over());
            write(
                    out,
                    text(
                            new Event(
                                    "end",
                                    "",
                                    gaveWay
                                            ? Map.of("reason", "others", "detail", GAVE_WAY)
                                            : Map.of("reason", "session", "detail", LOGGED_OUT))));
        } catch (IOException gone) {
            // the reader has gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error("console: a stream of events failed", e);
        } finally {
            leave(stream);
            try {
                answer.complete();
            } catch (IllegalStateException over) {
                // with its reader
            }
        }
    }

    private Stream enter(String client) {
        synchronized (open) {
            List<Stream> own = open.stream().filter(of -> of.client().equals(client)).toList();
            boolean full = open.size() >= MAX;
            if (own.size() >= MAX_OF_CLIENT || full && !own.isEmpty()) {
                open.remove(own.get(0));
                own.get(0).over().countDown();
            } else if (full) {
                throw busy();
            }
            if (running >= MAX_THREADS) {
                throw busy();
            }
            running++;
            Stream stream = new Stream(client, new CountDownLatch(1));
            open.add(stream);
            return stream;
        }
    }

    private static ServiceUnavailableResponse busy() {
        return new ServiceUnavailableResponse(
                "The console follows " + MAX + " readers at a time; try again later.");
    }

    private void leave(Stream stream) {
        synchronized (open) {
            open.removeIf(of -> of == stream);
            running--;
        }
    }

    /** How many are open of an account, or of an address where nobody logs in. */
    public int openOf(String client) {
        synchronized (open) {
            return (int) open.stream().filter(of -> of.client().equals(client)).count();
        }
    }

    /**
     * Until it is over.
     *
     * @return whether it gave way to others, and not its session ended
     */
    private boolean send(OutputStream out, Feed feed, BooleanSupplier admitted, CountDownLatch over)
            throws IOException, InterruptedException {
        while (admitted.getAsBoolean()) {
            long began = System.nanoTime();
            long rest = intervalMillis;
            List<Event> events;
            turn.acquire();
            try {
                events = over.getCount() == 0 ? List.of() : feed.next();
            } catch (ConsoleException e) {
                events = List.of(new Event("problem", "", Map.of("detail", e.getMessage())));
                rest = REFUSED_MILLIS;
            } finally {
                turn.release();
            }
            long took = (System.nanoTime() - began) / 1_000_000;
            for (Event event : events) {
                write(out, text(event));
            }
            if (events.isEmpty()) {
                write(out, COMMENT);
            }
            if (over.await(Math.max(rest, REST * took), TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    /** JSON has no line breaks. */
    private static String text(Event event) {
        return (event.id().isEmpty() ? "" : "id: " + event.id() + "\n")
                + ("event: " + event.name() + "\n")
                + ("data: " + Json.write(event.data()) + "\n\n");
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    @Override
    public void close() {
        synchronized (open) {
            open.forEach(stream -> stream.over().countDown());
        }
        threads.shutdown();
    }
}
