package io.siphon.console.web;

import io.siphon.console.access.Role;
import io.siphon.console.alert.AckWriter;
import io.siphon.console.api.BaselinesResource;
import io.siphon.console.api.CallResource;
import io.siphon.console.api.CaptureResource;
import io.siphon.console.api.EventStreams;
import io.siphon.console.api.MeasurementsResource;
import io.siphon.console.api.Problem;
import io.siphon.console.api.ReportResource;
import io.siphon.console.api.SearchResource;
import io.siphon.console.api.TailResource;
import io.siphon.console.audit.Audit;
import io.siphon.console.baseline.BaselineCache;
import io.siphon.console.flow.HostNames;
import io.siphon.console.search.Subject;
import io.siphon.console.store.StorePool;
import io.siphon.schema.Alert;
import io.siphon.schema.Call;
import io.siphon.schema.Registration;
import io.siphon.schema.RtcpStreamSummary;
import io.siphon.schema.RtpStream;
import io.siphon.schema.Table;
import io.siphon.schema.Tables;
import io.siphon.schema.Trace;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;

import javax.annotation.Nullable;

import java.time.Duration;

/** Every URL that the console serves, and the least role that it is for: without one, engineers. */
final class Routes {

    static final String API = "/api/v1/";

    /** Followed by pages that are open. */
    static final String TAIL = API + "tail";

    private Routes() {}

    static void add(
            RoutesConfig routes,
            StorePool pool,
            ConsoleSettings settings,
            Audit audit,
            EventStreams streams,
            @Nullable BaselineCache baselines) {
        RequestGuard guard = new RequestGuard(settings);
        routes.before(guard::check);
        if (settings.requiresLogIn()) {
            accounts(routes, pool, new AccessGate(settings.security(), audit));
        } else {
            routes.beforeMatched(AccessGate::open);
        }
        api(routes, pool, settings.names(), settings.statementTimeout());
        routes.get(TAIL, new TailResource(pool, streams)::get, Role.VIEWER);
        routes.get(API + "baselines", new BaselinesResource(baselines)::get, Role.VIEWER);
        pages(routes, pool, settings);
        BaselinePages known = new BaselinePages(new Pages(pool.title()), baselines);
        routes.get(BaselinePages.PATH, known::get, Role.VIEWER);
        routes.get(BaselinePages.WEEK, known::week, Role.VIEWER);
        Assets assets = Assets.load();
        routes.get("/assets/{file}", assets::get, Role.ANYONE);
        routes.exception(Exception.class, Routes::failed);
        // which Javalin would answer as plain text
        routes.exception(HttpResponseException.class, Routes::refused);
    }

    private static void accounts(RoutesConfig routes, StorePool pool, AccessGate gate) {
        routes.beforeMatched(gate::check);
        Pages pages = new Pages(pool.title());
        LogInPages logIn = new LogInPages(pages, gate);
        routes.get(RequestGuard.LOG_IN, logIn::form, Role.ANYONE);
        routes.post(RequestGuard.LOG_IN, logIn::logIn, Role.ANYONE);
        routes.post(RequestGuard.LOG_OUT, logIn::logOut, Role.VIEWER);
        routes.get("/audit", new AuditPages(pages, pool)::get, Role.ADMIN);
    }

    private static void pages(RoutesConfig routes, StorePool pool, ConsoleSettings settings) {
        HostNames names = settings.names();
        Duration budget = settings.statementTimeout();
        Pages pages = new Pages(pool.title());
        ListPages lists = new ListPages(pages, pool, names, budget);
        routes.get("/", context -> context.redirect("/calls"), Role.VIEWER);
        routes.get("/calls", lists::calls, Role.VIEWER);
        CallPages calls = new CallPages(pages, pool, names);
        routes.get("/calls/{id}", calls::get, Role.VIEWER);
        routes.get(API + "calls/{id}/flow.html", calls::document);
        routes.get("/compare", new ComparePages(pages, pool, names)::get, Role.VIEWER);
        routes.get("/messages", lists::messages, Role.VIEWER);
        routes.get("/registrations", lists::registrations, Role.VIEWER);
        routes.get("/streams", lists::streams, Role.VIEWER);
        routes.get("/alerts", lists::alerts, Role.VIEWER);
        AlertPages alerts = new AlertPages(pages, pool, new AckWriter(settings.store()));
        routes.get(AlertPages.FIND, alerts::find, Role.VIEWER);
        routes.get("/alerts/{id}", alerts::get, Role.VIEWER);
        routes.post("/alerts/{id}/ack", alerts::acknowledge, Role.ENGINEER);
        routes.get("/overview", new OverviewPages(pages, pool)::get, Role.VIEWER);
        HealthPages health = new HealthPages(pages, pool, settings.job());
        routes.get("/health", health::get, Role.VIEWER);
        routes.get(API + "health", health::json, Role.VIEWER);
        routes.get("/help", new HelpPages(pages)::get, Role.VIEWER);
        // links of other consoles: HOMER 11's, and those of a CDR with a Call-ID alone
        routes.get("/search", lists::otherLinks, Role.VIEWER);
        routes.get("/search/result", lists::otherLinks, Role.VIEWER);
    }

    private static void api(RoutesConfig routes, StorePool pool, HostNames names, Duration budget) {
        CallResource call = new CallResource(pool, names);
        routes.get(API + "calls/{id}", call::get, Role.VIEWER);
        routes.get(API + "calls/{id}/flow.svg", call::svg, Role.VIEWER);
        routes.get(API + "calls/{id}/flow.txt", call::text, Role.VIEWER);
        routes.get(API + "calls/{id}/flow.mmd", call::mermaid, Role.VIEWER);
        routes.get(API + "calls/{id}/flow.json", call::json, Role.VIEWER);
        routes.get(API + "calls/{id}/flow.pcapng", call::pcapng);
        routes.get(API + "calls/{id}/flow.sipp", call::sipp);
        CaptureResource captures = new CaptureResource(pool, names, budget);
        routes.get(API + "calls.pcapng", captures::pcapng);
        routes.get(API + "calls.zip", captures::zip);
        routes.get(API + "calls.csv", captures::csv, Role.VIEWER);
        Searches searches = new Searches(routes, pool, budget);
        searches.add("calls", Subject.CALLS, Tables.CALLS, Call.class);
        searches.add("messages", Subject.MESSAGES, Tables.SIP_TRACE, Trace.class);
        searches.add(
                "registrations", Subject.REGISTRATIONS, Tables.REGISTRATIONS, Registration.class);
        searches.add("streams", Subject.STREAMS, Tables.STREAMS, RtpStream.class);
        searches.add(
                "reported_streams",
                Subject.REPORTED_STREAMS,
                Tables.REPORTED_STREAMS,
                RtcpStreamSummary.class);
        searches.add("alerts", Subject.ALERTS, Tables.ALERTS, Alert.class);
        routes.get(API + "measurements", new MeasurementsResource(pool)::get, Role.VIEWER);
        routes.get(API + "report", new ReportResource(pool)::get, Role.VIEWER);
        routes.get(API + "openapi.yaml", Assets::openApi, Role.VIEWER);
    }

    private record Searches(RoutesConfig routes, StorePool pool, Duration budget) {

        <T> void add(String name, Subject subject, Table<T> table, Class<T> record) {
            routes.get(
                    API + name,
                    new SearchResource<>(pool, subject, name, table, record, budget)::get,
                    Role.VIEWER);
        }
    }

    private static void failed(Exception error, Context context) {
        show(Problem.of(error), context);
    }

    private static void refused(HttpResponseException error, Context context) {
        show(
                error.getStatus() == 404
                        ? new Problem(404, "Not found", "The console has no such page.")
                        : Problem.of(error),
                context);
    }

    private static void show(Problem problem, Context context) {
        try {
            write(problem, context);
        } catch (RuntimeException gone) {
            // with its reader: Javalin would ask again and again
        }
    }

    private static void write(Problem problem, Context context) {
        if (context.path().startsWith(API)) {
            problem.write(context);
        } else {
            context.status(problem.status());
            new Pages("").problem(context, problem);
        }
    }
}
