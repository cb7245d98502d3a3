package io.siphon.console.report.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** Files of the class path that become part of a page. */
final class Resources {

    private static final String UPLOT_VERSION =
            "/META-INF/maven/org.webjars.npm/uplot/pom.properties";

    private Resources() {}

    /** A resource beside this class. */
    static String own(String name) {
        return read(name);
    }

    /** One of uPlot's: {@code dist/uPlot.min.css}. */
    static String uPlot(String path) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(read(UPLOT_VERSION)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read(
                "/META-INF/resources/webjars/uplot/"
                        + properties.getProperty("version")
                        + "/"
                        + path);
    }

    private static String read(String path) {
        try (InputStream in = Resources.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException(path + " is missing on the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
