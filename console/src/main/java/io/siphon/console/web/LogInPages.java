package io.siphon.console.web;

import io.siphon.console.access.Account;
import io.siphon.console.access.PasswordCheck.Result;
import io.siphon.console.access.Principal;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpStatus;

import javax.annotation.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** {@code /log-in} and {@code /log-out}. */
final class LogInPages {

    private final Pages pages;
    private final AccessGate gate;

    LogInPages(Pages pages, AccessGate gate) {
        this.pages = pages;
        this.gate = gate;
    }

    void form(Context context) {
        if (Principal.of(context).isLoggedIn()) {
            context.redirect(local(context.queryParam("to")), HttpStatus.SEE_OTHER);
            return;
        }
        show(context, local(context.queryParam("to")), "");
    }

    private void show(Context context, String to, String error) {
        String token = gate.cookies().form(context);
        if (token == null) {
            token = gate.sessions().token();
            gate.cookies().setForm(context, token);
        }
        pages.render(
                context,
                "log-in.jte",
                new LogInPage(pages.frameForAnybody(context, "Log in"), token, to, error));
    }

    void logIn(Context context) {
        String to = local(context.formParam("to"));
        if (!isSame(gate.cookies().form(context), context.formParam("token"))) {
            // a browser without cookies, or a form of another site
            context.status(403);
            show(context, to, "The form has expired. Try again.");
            return;
        }
        String name = String.valueOf(context.formParam("name")).strip();
        String password = String.valueOf(context.formParam("password"));
        Result result = gate.passwords().check(context.ip(), name, password);
        if (result instanceof Result.Right right) {
            start(context, right.account(), to);
        } else if (result instanceof Result.Later) {
            context.status(429);
            show(context, to, "Too many attempts. Try again in a minute.");
        } else {
            gate.failed(context, name);
            context.status(401);
            show(context, to, "Name or password is wrong.");
        }
    }

    private void start(Context context, Account account, String to) {
        gate.add(context, account.name(), "log-in");
        // a token from before the log-in is worth nothing after it
        gate.sessions().end(gate.cookies().session(context));
        gate.cookies().clear(context);
        gate.cookies().setSession(context, gate.sessions().start(account));
        context.redirect(to, HttpStatus.SEE_OTHER);
    }

    void logOut(Context context) {
        Principal principal = Principal.of(context);
        if (!isSame(principal.formToken(), context.formParam("token"))) {
            throw new ForbiddenResponse("The form has expired. Reload the page.");
        }
        gate.add(context, principal.name(), "log-out");
        gate.sessions().end(gate.cookies().session(context));
        gate.cookies().clear(context);
        context.redirect("/log-in", HttpStatus.SEE_OTHER);
    }

    /** Whether a form is of the page that the console gave its sender. */
    static boolean isSame(@Nullable String expected, @Nullable String given) {
        return expected != null
                && !expected.isEmpty()
                && given != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8),
                        given.getBytes(StandardCharsets.UTF_8));
    }

    /** A path of the console; never another host's ({@code //host}, {@code /\host}). */
    static String local(@Nullable String to) {
        return to != null && to.length() <= 2_000 && to.matches("/([A-Za-z0-9?][!-\\[\\]-~]*)?")
                ? to
                : "/calls";
    }
}
