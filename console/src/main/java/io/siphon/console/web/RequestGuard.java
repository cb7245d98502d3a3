package io.siphon.console.web;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Before each request: only names of this machine, and those of console.hosts, are served, so that
 * no other site's name leads here (DNS rebinding); each answer forbids scripts, styles and frames
 * of others.
 */
final class RequestGuard {

    /** Nothing inline, nothing of another host. */
    static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
                    + " 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

    private static final Map<String, String> HEADERS =
            Map.of(
                    "Content-Security-Policy", POLICY,
                    "X-Content-Type-Options", "nosniff",
                    "X-Frame-Options", "DENY",
                    "Referrer-Policy", "same-origin",
                    "Cross-Origin-Resource-Policy", "same-origin",
                    "Cross-Origin-Opener-Policy", "same-origin",
                    "Cache-Control", "no-store");

    static final String LOG_IN = "/log-in";
    static final String LOG_OUT = "/log-out";

    private static final Set<String> METHODS = Set.of("GET", "HEAD");

    /** What is posted where there are accounts. */
    private static final Set<String> FORMS = Set.of(LOG_IN, LOG_OUT);

    /** And everywhere: the console changes nothing else. */
    private static final Pattern ACKNOWLEDGE = Pattern.compile("/alerts/[0-9a-fA-F-]{1,36}/ack");

    /** Of loopback; all of 127/8 likewise. */
    private static final Set<String> HOSTS = Set.of("localhost", "[::1]");

    /** Of an address, which no other site's name leads to: IPv4, or IPv6 in brackets. */
    private static final Pattern LITERAL =
            Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+]");

    private final Set<String> names;
    private final boolean literals;
    private final boolean posts;

    RequestGuard(ConsoleSettings settings) {
        names = new HashSet<>(HOSTS);
        if (settings.security() != null) {
            names.addAll(settings.security().hosts());
        }
        literals = !settings.isLoopback();
        posts = settings.requiresLogIn();
        if (literals) {
            names.add(ownName());
        }
    }

    private static String ownName() {
        try {
            return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    void check(Context context) {
        HEADERS.forEach(context::header);
        String refused = refusal(context);
        if (refused != null) {
            context.status(403).contentType("text/plain; charset=utf-8").result(refused + "\n");
            context.skipRemainingHandlers();
        }
    }

    private String refusal(Context context) {
        boolean post = isForm(context);
        if (!post && !METHODS.contains(context.method().name())) {
            return "The console only reads: got " + context.method().name() + ", expected GET.";
        }
        String host = host(context.header("Host"));
        if (!isServed(host)) {
            return "This host name is not served: open the console as localhost, or name"
                    + " it in console.hosts.";
        }
        String site = context.header("Sec-Fetch-Site");
        boolean navigates = !post && "navigate".equals(context.header("Sec-Fetch-Mode"));
        if (site != null && !navigates && !site.equals("same-origin") && !site.equals("none")) {
            return "Pages of other sites may not read the console.";
        }
        String origin = context.header("Origin");
        if (post && origin != null && !origin.endsWith("://" + context.header("Host"))) {
            return "Pages of other sites may not send forms to the console.";
        }
        return null;
    }

    private boolean isForm(Context context) {
        return context.method() == HandlerType.POST
                && ((posts && FORMS.contains(context.path()))
                        || ACKNOWLEDGE.matcher(context.path()).matches());
    }

    private boolean isServed(String host) {
        return names.contains(host)
                || host.matches("127(\\.[0-9]{1,3}){3}")
                || (literals && LITERAL.matcher(host).matches());
    }

    /** Without its port; empty when there is none. */
    private static String host(String header) {
        return header == null ? "" : header.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]+$", "");
    }
}
