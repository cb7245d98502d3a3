package io.siphon.console.web;

import io.siphon.console.ConsoleException;
import io.siphon.console.api.EventStreams;
import io.siphon.console.audit.Audit;
import io.siphon.console.audit.AuditFile;
import io.siphon.console.audit.StoredAudit;
import io.siphon.console.baseline.BaselineCache;
import io.siphon.console.store.StorePool;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.HandlerType;
import io.javalin.util.JavalinBindException;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

import javax.annotation.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;

/**
 * The console, listening: a web server with threads of its own, and its connections to the store.
 */
public final class ConsoleServer implements AutoCloseable {

    private static final int THREADS = 12;
    private static final int MIN_THREADS = 2;
    private static final int IDLE_MILLIS = 30_000;

    /** Where the port is taken. */
    private static final int PORTS = 10;

    private static final int MAX_HEADER = 16_384;

    /** What is new is asked for so often. */
    private static final Duration TAIL_INTERVAL = Duration.ofSeconds(1);

    /** Name and password. */
    private static final long MAX_FORM = 8_192;

    private final Javalin server;
    private final StorePool pool;
    private final Audit audit;
    private final EventStreams streams;
    private final @Nullable BaselineCache baselines;
    private final String url;
    private final @Nullable String warning;

    private ConsoleServer(
            Javalin server,
            StorePool pool,
            Audit audit,
            EventStreams streams,
            @Nullable BaselineCache baselines,
            String url,
            @Nullable String warning) {
        this.server = server;
        this.pool = pool;
        this.audit = audit;
        this.streams = streams;
        this.baselines = baselines;
        this.url = url;
        this.warning = warning;
    }

    /**
     * Listens; connects to the store on first use.
     *
     * @throws ConsoleException where no port is free
     */
    public static ConsoleServer start(ConsoleSettings settings) {
        StorePool pool =
                new StorePool(
                        settings.store(), settings.maxConnections(), settings.statementTimeout());
        Audit audit = audit(settings);
        EventStreams streams = new EventStreams(TAIL_INTERVAL);
        BaselineCache baselines =
                settings.baselines() == null ? null : new BaselineCache(pool, settings.baselines());
        for (int port = settings.port(); port < settings.port() + PORTS; port++) {
            if (!isFree(settings.host(), port)) {
                continue;
            }
            int listening = port;
            Javalin server =
                    Javalin.create(
                            config -> {
                                configure(config);
                                listen(config, settings, listening);
                                Routes.add(
                                        config.routes, pool, settings, audit, streams, baselines);
                            });
            try {
                server.start();
                return new ConsoleServer(
                        server,
                        pool,
                        audit,
                        streams,
                        baselines,
                        url(settings, port),
                        warning(settings));
            } catch (JavalinBindException taken) {
                server.stop();
            }
        }
        streams.close();
        pool.close();
        audit.close();
        throw new ConsoleException(
                "console.bind: ports %d to %d of %s are taken; set -Dconsole.bind=ADDRESS:PORT"
                        .formatted(settings.port(), settings.port() + PORTS - 1, settings.host()));
    }

    /** Jetty logs an error where it is not. */
    private static boolean isFree(String host, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, port));
            return true;
        } catch (IOException | IllegalArgumentException taken) {
            return false;
        }
    }

    @Nullable
    private static String warning(ConsoleSettings settings) {
        return settings.isLoopback() || settings.isEncrypted()
                ? null
                : "without TLS passwords and messages cross the network in clear:"
                        + " console.tls.certificate, console.tls.key";
    }

    private static Audit audit(ConsoleSettings settings) {
        return settings.requiresLogIn()
                ? new StoredAudit(settings.store(), new AuditFile(settings.security().auditFile()))
                : Audit.NONE;
    }

    private static void listen(JavalinConfig config, ConsoleSettings settings, int port) {
        config.jetty.host = settings.host();
        config.jetty.port = port;
        if (!settings.isEncrypted()) {
            return;
        }
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(ServerCertificate.load(settings.security().tls()));
        tls.setKeyStorePassword("");
        tls.setIncludeProtocols("TLSv1.3", "TLSv1.2");
        config.jetty.addConnector(
                (server, plain) -> {
                    HttpConfiguration secure = new HttpConfiguration(plain);
                    // names are checked by RequestGuard
                    secure.addCustomizer(new SecureRequestCustomizer(false));
                    ServerConnector connector =
                            new ServerConnector(
                                    server,
                                    new SslConnectionFactory(tls, "http/1.1"),
                                    new HttpConnectionFactory(secure));
                    connector.setHost(settings.host());
                    connector.setPort(port);
                    return connector;
                });
    }

    private static void configure(JavalinConfig config) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        QueuedThreadPool threads = new QueuedThreadPool(THREADS, MIN_THREADS, IDLE_MILLIS);
        threads.setName("console");
        threads.setDaemon(true);
        config.jetty.threadPool = threads;
        config.jetty.modifyHttpConfiguration(
                http -> {
                    http.setSendServerVersion(false);
                    http.setRequestHeaderSize(MAX_HEADER);
                    // a Call-ID may have any character, a slash among them
                    http.setUriCompliance(UriCompliance.UNSAFE);
                });
        config.jetty.modifyServletContextHandler(
                handler -> handler.getServletHandler().setDecodeAmbiguousURIs(true));
        config.http.maxRequestSize = MAX_FORM;
    }

    private static String url(ConsoleSettings settings, int port) {
        String host = settings.host();
        boolean local = host.equals("127.0.0.1") || host.equals("::1");
        String name = local ? "localhost" : host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return (settings.isEncrypted() ? "https://" : "http://") + name + ":" + port;
    }

    /** {@code http://localhost:8080}. */
    public String url() {
        return url;
    }

    /** What the operator should know; null for nothing. */
    @Nullable
    public String warning() {
        return warning;
    }

    /** Paths of all routes, as they are written: {@code /calls/{id}}. */
    List<String> paths() {
        return server.unsafe.internalRouter.allHttpHandlers().stream()
                .filter(handler -> handler.endpoint.method == HandlerType.GET)
                .map(handler -> handler.endpoint.path)
                .toList();
    }

    /** Event streams of an account. */
    int openStreams(String account) {
        return streams.openOf(account);
    }

    @Override
    public void close() {
        streams.close();
        if (baselines != null) {
            baselines.close();
        }
        server.stop();
        pool.close();
        audit.close();
    }
}
