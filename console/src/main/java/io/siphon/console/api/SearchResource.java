package io.siphon.console.api;

import io.siphon.console.search.Page;
import io.siphon.console.search.Subject;
import io.siphon.console.store.StorePool;
import io.siphon.schema.Table;

import io.javalin.http.Context;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /api/v1/calls}, {@code messages}, {@code registrations}, {@code streams}, {@code
 * alerts}: a search, a page at a time.
 */
public record SearchResource<T>(
        StorePool pool,
        Subject subject,
        String name,
        Table<T> table,
        Class<T> record,
        Duration budget) {

    public void get(Context context) {
        SearchRequest request = SearchRequest.of(subject, context);
        Page<T> page = request.search().run(pool, record, budget);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(name, rows(page, request.readsMessages()));
        json.put("next", page.next());
        Page.Searched searched = page.searched();
        json.put("searched_from", searched == null ? null : Json.time(searched.fromMicros()));
        json.put("searched_to", searched == null ? null : Json.time(searched.toMicros()));
        json.put("complete", page.complete());
        json.put("understood", request.words());
        context.contentType("application/json").result(Json.write(json));
    }

    /** A message without its text, for roles that do not see it. */
    private List<Map<String, Object>> rows(Page<T> page, boolean withText) {
        List<Map<String, Object>> rows = Json.rows(table, page.rows());
        if (!withText) {
            rows.forEach(row -> row.remove("msg"));
        }
        return rows;
    }
}
