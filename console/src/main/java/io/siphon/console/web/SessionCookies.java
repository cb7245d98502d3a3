package io.siphon.console.web;

import io.javalin.http.Context;

import javax.annotation.Nullable;

/**
 * Cookies that no script reads and no other site's form or picture sends. With TLS their names
 * begin with {@code __Host-}: browsers then take them from this host only, over TLS only.
 *
 * @param encrypted whether the console speaks TLS
 */
record SessionCookies(boolean encrypted) {

    private static final int TOKEN_LENGTH = 43;

    private String name(String of) {
        return (encrypted ? "__Host-" : "") + "siphon-" + of;
    }

    @Nullable
    String session(Context context) {
        return read(context, "session");
    }

    /** Of the form of the log-in page, before there is a session. */
    @Nullable
    String form(Context context) {
        return read(context, "form");
    }

    @Nullable
    private String read(Context context, String of) {
        String value = context.cookie(name(of));
        return value == null || value.length() != TOKEN_LENGTH ? null : value;
    }

    void setSession(Context context, String token) {
        // Lax: a link in a ticket opens the page
        add(context, "session", token, "Lax", "");
    }

    void setForm(Context context, String token) {
        add(context, "form", token, "Strict", "");
    }

    void clear(Context context) {
        add(context, "session", "", "Lax", "; Max-Age=0");
        add(context, "form", "", "Strict", "; Max-Age=0");
    }

    private void add(Context context, String of, String value, String site, String more) {
        context.res()
                .addHeader(
                        "Set-Cookie",
                        name(of)
                                + "="
                                + value
                                + "; Path=/; HttpOnly; SameSite="
                                + site
                                + (encrypted ? "; Secure" : "")
                                + more);
    }
}
