package io.siphon.console.web;

import io.siphon.console.access.Principal;
import io.siphon.console.api.Problem;
import io.siphon.schema.PlainText;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;

import java.util.Map;

/**
 * Renders templates. JTE escapes what it prints; control characters are replaced here, in all of
 * it.
 */
final class Pages {

    private static final TemplateEngine TEMPLATES =
            TemplateEngine.createPrecompiled(
                    null,
                    ContentType.Html,
                    Pages.class.getClassLoader(),
                    "io.siphon.console.web.templates");

    private final String store;

    /**
     * @param store where the rows come from, for the foot of the page
     */
    Pages(String store) {
        this.store = store;
    }

    /** Of a page that anybody may see: nobody's name is on it. */
    Frame frame(String title, String path) {
        return new Frame(title, path, store, Principal.LOCAL, false);
    }

    /** Of a page before somebody has logged in: it does not say where the rows come from. */
    Frame frameForAnybody(Context context, String title) {
        return new Frame(title, "", "", Principal.of(context), false);
    }

    /** With the name of who is logged in. */
    Frame frame(Context context, String title, String path) {
        return new Frame(title, path, store, Principal.of(context), false);
    }

    void render(Context context, String template, Object page) {
        context.contentType("text/html; charset=utf-8").result(html(template, page));
    }

    static String html(String template, Object page) {
        StringOutput html = new StringOutput();
        TEMPLATES.render(template, Map.of("page", page), html);
        return PlainText.lines(html.toString());
    }

    void problem(Context context, Problem problem) {
        render(
                context,
                "problem.jte",
                new ProblemPage(frame(context, problem.title(), ""), problem));
    }
}
