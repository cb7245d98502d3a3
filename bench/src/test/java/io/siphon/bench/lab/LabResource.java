package io.siphon.bench.lab;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Text files of the lab: configuration, scenarios, tables. */
final class LabResource {

    private LabResource() {}

    static String text(String name) throws IOException {
        try (InputStream in = LabResource.class.getResourceAsStream("/lab/" + name)) {
            if (in == null) {
                throw new FileNotFoundException("lab/" + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
