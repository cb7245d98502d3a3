package io.siphon.console.query;

import io.siphon.schema.PlainText;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON array of an object a row, each on a line; text is as it is stored. */
final class JsonRows extends Rows {

    private final ObjectMapper json = new ObjectMapper();
    private final PrintStream out;
    private List<String> names;
    private boolean any;

    JsonRows(PrintStream out) {
        this.out = out;
    }

    @Override
    void begin(List<String> columns) {
        names = columns;
        out.print("[");
    }

    @Override
    void add(List<Object> values) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            row.put(names.get(i), values.get(i));
        }
        try {
            out.print(any ? ",\n" : "\n");
            out.print(PlainText.json(json.writeValueAsString(row)));
            any = true;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    void end() {
        out.print(any ? "\n]\n" : "]\n");
    }
}
