package io.siphon.console.api;

import io.siphon.console.ConsoleException;
import io.siphon.console.search.QueryException;
import io.siphon.console.store.StoreTimeoutException;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error as a client gets it (RFC 9457): status, title, and one sentence.
 *
 * @param detail for the reader; never what a stack trace holds
 */
public record Problem(int status, String title, String detail) {

    private static final Logger LOG = LoggerFactory.getLogger(Problem.class);

    /**
     * The answer to a client after an exception; the details of an internal error are only logged.
     */
    public static Problem of(Exception error) {
        if (error instanceof QueryException) {
            return new Problem(400, "The query cannot be understood", error.getMessage());
        }
        if (error instanceof IllegalParameterException) {
            return new Problem(400, "A parameter cannot be understood", error.getMessage());
        }
        if (error instanceof NotFoundException) {
            return new Problem(404, "Not found", error.getMessage());
        }
        if (error instanceof StoreTimeoutException) {
            return new Problem(504, "The database took too long", error.getMessage());
        }
        if (error instanceof ConsoleException) {
            return new Problem(503, "The store cannot be read", error.getMessage());
        }
        if (error instanceof HttpResponseException http) {
            return new Problem(http.getStatus(), "Not served", String.valueOf(http.getMessage()));
        }
        LOG.error("console: a request failed", error);
        return new Problem(500, "The console failed", "The reason is in Siphon's log.");
    }

    public void write(Context context) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", "about:blank");
        json.put("title", title);
        json.put("status", status);
        json.put("detail", detail);
        context.status(status).contentType("application/problem+json").result(Json.write(json));
    }
}
