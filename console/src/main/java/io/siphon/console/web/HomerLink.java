package io.siphon.console.web;

import io.siphon.console.api.IllegalParameterException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A search URL of HOMER 7, {@code /search/result?{"timestamp":{…},"param":{"search":{…}}}}, in this
 * console's language. Fields that it does not have are left out.
 */
record HomerLink(String query, String from, String to) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Theirs to ours. */
    private static final Map<String, String> FIELDS =
            Map.of(
                    "callid", "callid",
                    "sid", "callid",
                    "from_user", "from",
                    "to_user", "to",
                    "ruri_user", "to",
                    "source_ip", "src",
                    "srcIp", "src",
                    "destination_ip", "dst",
                    "dstIp", "dst",
                    "user_agent", "ua");

    static HomerLink of(String queryString) {
        try {
            String text = URLDecoder.decode(queryString, StandardCharsets.UTF_8);
            JsonNode link = JSON.readTree(text.endsWith("=") ? text.replaceAll("=+$", "") : text);
            List<String> terms = new ArrayList<>();
            for (JsonNode profile : link.path("param").path("search")) {
                if (profile.isArray()) {
                    profile.forEach(
                            field -> add(terms, field.path("name").asText(), field.path("value")));
                } else {
                    profile.properties()
                            .forEach(field -> add(terms, field.getKey(), field.getValue()));
                }
            }
            JsonNode time = link.path("timestamp");
            return new HomerLink(
                    String.join(" ", terms),
                    time.path("from").asText(""),
                    time.path("to").asText(""));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IllegalParameterException(
                    "search: expected a query like call_id=…, or the JSON of HOMER 7");
        }
    }

    private static void add(List<String> terms, String name, JsonNode value) {
        String field = FIELDS.get(name);
        Set<String> values = new LinkedHashSet<>();
        if (value.isArray()) {
            value.forEach(one -> values.add(one.asText().strip()));
        } else {
            values.add(value.asText().strip());
        }
        values.remove("");
        if (field != null && !values.isEmpty()) {
            List<String> any = values.stream().map(v -> field + ":" + term(v)).toList();
            terms.add(any.size() == 1 ? any.get(0) : "(" + String.join(" OR ", any) + ")");
        }
    }

    /** {@code %} of theirs is {@code *}. */
    private static String term(String value) {
        return value.matches("[A-Za-z0-9+._@%-]+") ? value.replace('%', '*') : Show.quoted(value);
    }
}
