package io.siphon.console.web;

import io.siphon.console.access.Account;
import io.siphon.console.access.Accounts;
import io.siphon.console.access.Admission;
import io.siphon.console.access.LogInThrottle;
import io.siphon.console.access.PasswordCheck;
import io.siphon.console.access.Principal;
import io.siphon.console.access.Role;
import io.siphon.console.access.Session;
import io.siphon.console.access.Sessions;
import io.siphon.console.audit.Audit;
import io.siphon.console.audit.AuditEntry;
import io.siphon.schema.EpochMicros;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.TooManyRequestsResponse;
import io.javalin.http.UnauthorizedResponse;

import javax.annotation.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/**
 * Before each route: who asks, whether the role suffices, and a row in the audit. A route that
 * names no role is for engineers.
 */
final class AccessGate {

    private static final int MAX_POLLS = 1_000;

    private final Map<List<String>, Boolean> polls =
            Collections.synchronizedMap(
                    new LinkedHashMap<>() {
                        @Override
                        protected boolean removeEldestEntry(
                                Map.Entry<List<String>, Boolean> eldest) {
                            return size() > MAX_POLLS;
                        }
                    });

    private final Accounts accounts;
    private final Sessions sessions = new Sessions();
    private final PasswordCheck passwords;
    private final SessionCookies cookies;
    private final Audit audit;

    AccessGate(ConsoleSecurity security, Audit audit) {
        accounts = new Accounts(security.accounts());
        passwords = new PasswordCheck(accounts, new LogInThrottle());
        cookies = new SessionCookies(security.tls() != null);
        this.audit = audit;
    }

    /** Where nobody logs in. */
    static void open(Context context) {
        Principal.LOCAL.let(context);
    }

    Sessions sessions() {
        return sessions;
    }

    SessionCookies cookies() {
        return cookies;
    }

    PasswordCheck passwords() {
        return passwords;
    }

    void check(Context context) {
        Role least = least(context);
        Principal principal = principal(context);
        if (principal != null) {
            principal.let(context);
            Admission.set(context, admission(context, principal));
        }
        if (least == Role.ANYONE) {
            return;
        }
        if (principal == null) {
            askToLogIn(context);
            return;
        }
        if (!principal.role().includes(least)) {
            add(context, principal.name(), "refused");
            throw new ForbiddenResponse(
                    "This needs the role "
                            + least.title()
                            + "; yours is "
                            + principal.role().title());
        }
        if (!isKnownPoll(context, principal.name())) {
            add(context, principal.name(), action(context));
        }
    }

    /**
     * A page that is open follows what is new, and comes back by itself: one entry says so. Another
     * search, or another call, is another entry.
     */
    private boolean isKnownPoll(Context context, String name) {
        return context.path().equals(Routes.TAIL)
                && polls.put(
                                List.of(
                                        name,
                                        context.ip(),
                                        String.valueOf(context.queryParam("of")),
                                        String.valueOf(context.queryParam("q")),
                                        String.valueOf(context.queryParam("id"))),
                                true)
                        != null;
    }

    /** Asked when the request is gone: what it takes of it is taken now. */
    private BooleanSupplier admission(Context context, Principal principal) {
        String token = cookies.session(context);
        if (principal.formToken().isEmpty()) {
            Account then = accounts.named(principal.name());
            return () -> then != null && then.equals(accounts.named(principal.name()));
        }
        return () -> {
            Principal now = ofSession(token);
            return now != null
                    && now.name().equals(principal.name())
                    && now.role() == principal.role();
        };
    }

    private static Role least(Context context) {
        return context.routeRoles().stream()
                .filter(Role.class::isInstance)
                .map(Role.class::cast)
                .findFirst()
                .orElse(Role.ENGINEER);
    }

    @Nullable
    private Principal principal(Context context) {
        Principal principal = ofSession(cookies.session(context));
        return principal == null && isApi(context) ? basic(context) : principal;
    }

    @Nullable
    private Principal ofSession(@Nullable String token) {
        Session session = sessions.find(token);
        if (session == null) {
            return null;
        }
        Account now = accounts.named(session.account().name());
        return now != null && now.hash().equals(session.account().hash())
                ? new Principal(now.name(), now.role(), session.formToken())
                : null;
    }

    /** RFC 7617, for programs. */
    @Nullable
    private Principal basic(Context context) {
        String[] given = credentials(context.header("Authorization"));
        if (given == null) {
            return null;
        }
        PasswordCheck.Result result = passwords.check(context.ip(), given[0], given[1]);
        if (result instanceof PasswordCheck.Result.Right right) {
            return new Principal(right.account().name(), right.account().role(), "");
        }
        if (result instanceof PasswordCheck.Result.Later) {
            throw new TooManyRequestsResponse("Too many attempts to log in: try again in a minute");
        }
        failed(context, given[0]);
        return null;
    }

    /** Name and password; null when there are none, or they cannot be read. */
    @Nullable
    private static String[] credentials(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return null;
        }
        try {
            byte[] bytes = Base64.getDecoder().decode(header.substring(6).strip());
            String[] parts = new String(bytes, StandardCharsets.UTF_8).split(":", 2);
            return parts.length == 2 ? parts : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** A name that is none may be a password, typed into the wrong field. */
    void failed(Context context, String name) {
        add(context, accounts.named(name) == null ? "" : name, "log-in-failed");
    }

    private static boolean isApi(Context context) {
        return context.path().startsWith(Routes.API);
    }

    private static void askToLogIn(Context context) {
        if (isApi(context)) {
            String mode = context.header("Sec-Fetch-Mode");
            if (mode == null || mode.equals("navigate")) {
                // else a page asks, whose browser would open a dialog
                context.header("WWW-Authenticate", "Basic realm=\"siphon\", charset=\"UTF-8\"");
            }
            throw new UnauthorizedResponse("Log in with name and password (HTTP Basic)");
        }
        String to = target(context);
        context.redirect(to.equals("/") ? "/log-in" : Show.link("/log-in", "to", to));
        context.skipRemainingHandlers();
    }

    void add(Context context, String name, String action) {
        audit.add(new AuditEntry(EpochMicros.now(), name, context.ip(), action, target(context)));
    }

    /** As it was sent: percent-encoded. */
    private static String target(Context context) {
        String query = context.req().getQueryString();
        return context.req().getRequestURI() + (query == null ? "" : "?" + query);
    }

    private static final Set<String> SEARCHES =
            Set.of(
                    "calls",
                    "tail",
                    "messages",
                    "registrations",
                    "streams",
                    "reported_streams",
                    "alerts");

    private static String action(Context context) {
        String route =
                context.endpoints()
                        .matchedHttpEndpoint()
                        .path
                        .replaceFirst("^(" + Routes.API + "|/)", "");
        if (route.contains("/flow.") || route.startsWith("calls.")) {
            return "export";
        }
        if (route.endsWith("/ack")) {
            return "acknowledge";
        }
        if (route.contains("{id}") || route.equals("compare")) {
            return "open";
        }
        return SEARCHES.contains(route) ? "search" : "view";
    }
}
