package io.siphon.job.rest;

import org.apache.flink.configuration.Configuration;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderNames;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaders;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponseStatus;

import javax.annotation.Nullable;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Who may ask what of Flink's REST server. */
final class RestRules {

    /** Why a request is refused, for who sent it. */
    record Refusal(HttpResponseStatus status, String why) {}

    /** Flink's client sends an empty JSON object along. */
    private static final int LONGEST_BODY_OF_A_READ = 1024;

    private static final int LONGEST_PATH = 1024;

    private static final Pattern QUERY = Pattern.compile("[!$-~]*");

    private final RestRoutes routes;
    private final RestHosts hosts;
    private final RestSecret secret;

    RestRules(RestRoutes routes, RestHosts hosts, RestSecret secret) {
        this.routes = routes;
        this.hosts = hosts;
        this.secret = secret;
    }

    static RestRules of(Configuration configuration) {
        return new RestRules(
                new RestRoutes(
                        configuration.get(RestGuardOptions.EMBEDDED),
                        configuration.get(RestGuardOptions.STOPPABLE)),
                RestHosts.of(configuration),
                new RestSecret(RestGuardOptions.secretFile(configuration)));
    }

    /**
     * @param local the address that the connection came in on
     * @return null when it may pass
     */
    @Nullable
    Refusal refusal(HttpRequest request, InetAddress local) {
        if (request.decoderResult().isFailure()) {
            return new Refusal(HttpResponseStatus.BAD_REQUEST, "not HTTP");
        }
        Refusal foreign = refusalOfSite(request, local);
        return foreign != null ? foreign : refusalOfRoute(request);
    }

    /** Own Host and Origin only, so that no other web page reaches this server by a browser. */
    private @Nullable Refusal refusalOfSite(HttpRequest request, InetAddress local) {
        List<String> host = request.headers().getAll(HttpHeaderNames.HOST);
        if (host.size() != 1) {
            return new Refusal(HttpResponseStatus.BAD_REQUEST, "expected one Host");
        }
        if (!hosts.include(host.get(0), local)) {
            return forbidden(
                    "not a Host of this server; " + RestGuardOptions.HOSTS.key() + " adds one");
        }
        for (String origin : request.headers().getAll(HttpHeaderNames.ORIGIN)) {
            String own = host.get(0).toLowerCase(Locale.ROOT);
            if (!Set.of("http://" + own, "https://" + own)
                    .contains(origin.toLowerCase(Locale.ROOT))) {
                return forbidden("not the Origin of this server");
            }
        }
        return isOfAnotherSite(request.headers()) ? forbidden("asked by another site") : null;
    }

    /** As browsers send it; a link to the web UI is followed from anywhere. */
    private static boolean isOfAnotherSite(HttpHeaders headers) {
        String site = headers.get("Sec-Fetch-Site");
        return site != null
                && !site.equals("same-origin")
                && !site.equals("none")
                && !("navigate".equals(headers.get("Sec-Fetch-Mode"))
                        && "document".equals(headers.get("Sec-Fetch-Dest")));
    }

    private @Nullable Refusal refusalOfRoute(HttpRequest request) {
        HttpMethod method = request.method();
        int query = request.uri().indexOf('?');
        String path = query < 0 ? request.uri() : request.uri().substring(0, query);
        if (path.length() > LONGEST_PATH) {
            return new Refusal(HttpResponseStatus.REQUEST_URI_TOO_LONG, "a path too long");
        }
        if (query >= 0 && !QUERY.matcher(request.uri().substring(query + 1)).matches()) {
            return new Refusal(HttpResponseStatus.BAD_REQUEST, "not a query");
        }
        if (routes.isRead(method, path)) {
            return hasBody(request.headers())
                    ? new Refusal(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "GET with a body")
                    : null;
        }
        if (!routes.isWrite(method, path)) {
            return forbidden("not served here: docs/security.md");
        }
        List<String> authorization = request.headers().getAll(HttpHeaderNames.AUTHORIZATION);
        return authorization.size() == 1 && secret.authorizes(authorization.get(0))
                ? null
                : new Refusal(
                        HttpResponseStatus.UNAUTHORIZED,
                        "expected Authorization: Bearer, with the secret of "
                                + RestGuardOptions.SECRET_FILE.key());
    }

    private static boolean hasBody(HttpHeaders headers) {
        if (headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            return true;
        }
        String length = headers.get(HttpHeaderNames.CONTENT_LENGTH, "0");
        return !length.matches("\\d{1,4}") || Integer.parseInt(length) > LONGEST_BODY_OF_A_READ;
    }

    private static Refusal forbidden(String why) {
        return new Refusal(HttpResponseStatus.FORBIDDEN, why);
    }
}
