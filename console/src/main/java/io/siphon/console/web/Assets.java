package io.siphon.console.web;

import io.siphon.console.api.NotFoundException;
import io.siphon.console.api.OpenApi;

import io.javalin.http.Context;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Styles and scripts, read once from the class path: nothing of another host is loaded. */
final class Assets {

    private static final String HTMX =
            "/META-INF/resources/webjars/htmx.org/2.0.10/dist/htmx.min.js";
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    private static final String CSS = "text/css; charset=utf-8";
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private record Asset(String type, byte[] content) {}

    private final Map<String, Asset> assets = new HashMap<>();

    static Assets load() {
        Assets assets = new Assets();
        assets.add("console.css", CSS, "console.css");
        assets.add("console.js", SCRIPT, "console.js");
        assets.add("htmx.js", SCRIPT, HTMX);
        assets.add("uplot.js", SCRIPT, UPLOT + "uPlot.iife.min.js");
        assets.add("uplot.css", CSS, UPLOT + "uPlot.min.css");
        assets.add("charts.js", SCRIPT, "charts.js");
        assets.add("siphon.svg", "image/svg+xml", "siphon.svg");
        return assets;
    }

    private void add(String name, String type, String resource) {
        assets.put(name, new Asset(type, read(resource)));
    }

    void get(Context context) {
        Asset asset = assets.get(context.pathParam("file"));
        if (asset == null) {
            throw new NotFoundException("The console has no such file.");
        }
        context.header("Cache-Control", "no-cache")
                .contentType(asset.type())
                .result(asset.content());
    }

    static void openApi(Context context) {
        String written = new String(read("openapi.yaml"), StandardCharsets.UTF_8);
        context.contentType("application/yaml; charset=utf-8").result(OpenApi.of(written));
    }

    private static byte[] read(String resource) {
        try (InputStream in = Assets.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("not on the class path: " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
