package io.siphon.console.api;

import io.siphon.console.access.Principal;
import io.siphon.console.search.Expression;
import io.siphon.console.search.QueryException;
import io.siphon.console.search.QueryParser;
import io.siphon.console.search.Search;
import io.siphon.console.search.Subject;
import io.siphon.console.search.TimeRange;
import io.siphon.console.search.Words;

import io.javalin.http.Context;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is searched, as a URL says it: the URL is the query.
 *
 * @param q in the query language
 * @param last {@code 2h}; empty when from and to count
 * @param after where the page begins; empty for the first
 * @param oldestFirst order
 * @param readsMessages whether it may look into the text of messages
 */
public record SearchRequest(
        Subject subject,
        String q,
        String last,
        String from,
        String to,
        String after,
        int limit,
        boolean oldestFirst,
        boolean readsMessages) {

    public static final int DEFAULT_LIMIT = 100;

    /**
     * @throws QueryException when limit or order cannot be understood
     */
    public static SearchRequest of(Subject subject, Context context) {
        String order = param(context, "order");
        if (!order.isEmpty() && !order.equals("newest") && !order.equals("oldest")) {
            throw new IllegalParameterException(
                    "order: got " + order + ", expected newest or oldest");
        }
        return new SearchRequest(
                subject,
                param(context, "q"),
                param(context, "last"),
                param(context, "from"),
                param(context, "to"),
                param(context, "after"),
                limit(param(context, "limit")),
                order.equals("oldest"),
                Principal.of(context).role().seesMessages());
    }

    private static String param(Context context, String name) {
        String value = context.queryParam(name);
        return value == null ? "" : value.strip();
    }

    private static int limit(String text) {
        if (text.isEmpty()) {
            return DEFAULT_LIMIT;
        }
        int limit = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > Search.MAX_LIMIT) {
            throw new IllegalParameterException(
                    "limit: got " + text + ", expected 1 to " + Search.MAX_LIMIT);
        }
        return limit;
    }

    /**
     * @throws QueryException in one sentence
     */
    public Expression expression() {
        Expression expression = QueryParser.parse(subject, q);
        if (!readsMessages && expression.readsMessages()) {
            throw QueryException.forbidden(
                    "text: your role does not see the text of messages, and cannot search in it");
        }
        return expression;
    }

    /**
     * @throws QueryException in one sentence
     */
    public TimeRange range() {
        return TimeRange.of(last, from, to, ZoneOffset.UTC, Instant.now());
    }

    /**
     * @throws QueryException in one sentence
     */
    public Search search() {
        return new Search(
                subject, expression(), range(), limit, after.isEmpty() ? null : after, oldestFirst);
    }

    /** What was understood: {@code calls from +4420*, failed, in the last 2 h}. */
    public String words() {
        return Words.of(subject, expression(), range().words());
    }

    /** The same search, another query. */
    public SearchRequest withQuery(String query) {
        return new SearchRequest(
                subject, query, last, from, to, "", limit, oldestFirst, readsMessages);
    }

    /** The same search, of a time back from now. */
    public SearchRequest withLast(String time) {
        return new SearchRequest(subject, q, time, "", "", "", limit, oldestFirst, readsMessages);
    }

    /** Whether it is about any time. */
    public boolean isOfAnyTime() {
        return last.isEmpty() && from.isEmpty() && to.isEmpty();
    }

    /** The same search, from there on. */
    public SearchRequest withAfter(String cursor) {
        return new SearchRequest(
                subject, q, last, from, to, cursor, limit, oldestFirst, readsMessages);
    }

    public SearchRequest withOldestFirst(boolean oldest) {
        return new SearchRequest(subject, q, last, from, to, "", limit, oldest, readsMessages);
    }

    /** Of a URL, those that are not at their default. */
    public Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("q", q);
        parameters.put("last", last);
        parameters.put("from", from);
        parameters.put("to", to);
        parameters.put("order", oldestFirst ? "oldest" : "");
        parameters.put("limit", limit == DEFAULT_LIMIT ? "" : String.valueOf(limit));
        parameters.put("after", after);
        parameters.values().removeIf(String::isEmpty);
        return parameters;
    }

    /** {@code ?q=…&last=2h}; empty when everything is at its default. */
    public String queryString() {
        StringBuilder text = new StringBuilder();
        parameters()
                .forEach(
                        (name, value) -> {
                            text.append(text.isEmpty() ? "?" : "&").append(name).append('=');
                            text.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
                        });
        return text.toString();
    }
}
