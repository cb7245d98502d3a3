package io.siphon.console.web;

import io.siphon.console.access.Principal;
import io.siphon.console.access.Role;
import io.siphon.console.alert.Ack;
import io.siphon.console.alert.AckWriter;
import io.siphon.console.alert.AlertCalls;
import io.siphon.console.alert.AlertReader;
import io.siphon.console.alert.Blame;
import io.siphon.console.alert.StoredAlert;
import io.siphon.console.api.NotFoundException;
import io.siphon.console.store.Store;
import io.siphon.console.store.StorePool;
import io.siphon.console.store.StoreTimeoutException;
import io.siphon.console.web.AlertPage.Fact;
import io.siphon.console.web.TableView.Cell;
import io.siphon.schema.Alert;
import io.siphon.schema.EpochMicros;

import io.javalin.http.Context;
import io.javalin.http.ForbiddenResponse;
import io.javalin.http.HttpStatus;

import javax.annotation.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code /alerts/ID}: one alert, its calls, what is to blame, and who takes care of it. */
final class AlertPages {

    static final String FIND = "/alerts/find";

    /** People wait for the page. */
    private static final Duration BLAME_BUDGET = Duration.ofSeconds(5);

    private final Pages pages;
    private final StorePool pool;
    private final AckWriter acks;

    AlertPages(Pages pages, StorePool pool, AckWriter acks) {
        this.pages = pages;
        this.pool = pool;
        this.acks = acks;
    }

    /** Where an alert is whose number is not known. */
    static String link(Alert alert) {
        return Show.link(
                FIND,
                "detector",
                alert.detector(),
                "node",
                alert.node(),
                "subject",
                alert.subject(),
                "opened",
                alert.openedAt());
    }

    /** The search for what it is about; empty when that is no calls. */
    static String calls(Alert alert) {
        AlertCalls calls = AlertCalls.of(alert);
        return calls.isNone() ? "" : Show.search("/" + calls.page(), calls.query(), calls.span());
    }

    void find(Context context) {
        String opened = String.valueOf(context.queryParam("opened"));
        StoredAlert found = null;
        if (opened.matches("[0-9]{1,17}")) {
            try (Store store = pool.open()) {
                found =
                        new AlertReader(store)
                                .find(
                                        parameter(context, "detector"),
                                        parameter(context, "node"),
                                        parameter(context, "subject"),
                                        Long.parseLong(opened));
            }
        }
        context.redirect("/alerts/" + existing(found).id());
    }

    private static String parameter(Context context, String name) {
        String value = context.queryParam(name);
        return value == null ? "" : value;
    }

    void get(Context context) {
        StoredAlert found = read(context.pathParam("id"));
        Alert alert = found.alert();
        Blame blame = null;
        if (Blame.isOf(alert.detector())) {
            try (Store store = pool.open(BLAME_BUDGET)) {
                blame = Blame.of(alert, store);
            } catch (StoreTimeoutException e) {
                // the page says so
            }
        }
        boolean acknowledges =
                alert.isOpen() && Principal.of(context).role().includes(Role.ENGINEER);
        pages.render(
                context,
                "alert.jte",
                new AlertPage(
                        pages.frame(context, "Alert " + found.id(), "/alerts"),
                        alert.text(),
                        facts(found),
                        calls(alert),
                        blame(alert, blame),
                        blame == null
                                ? List.of()
                                : blame.examples().stream()
                                        .map(id -> Cell.link(id, Show.callLink(id)))
                                        .toList(),
                        acknowledges ? "/alerts/" + found.id() + "/ack" : ""));
    }

    private static String blame(Alert alert, @Nullable Blame blame) {
        if (!Blame.isOf(alert.detector())) {
            return "";
        }
        return blame == null
                ? "The database took too long to say: siphon alerts show gives it more time."
                : blame.words();
    }

    static List<Fact> facts(StoredAlert found) {
        Alert alert = found.alert();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("State", alert.state().tag()));
        facts.add(new Fact("Severity", alert.severity().tag()));
        facts.add(new Fact("Detector", alert.detector()));
        facts.add(new Fact("Subject", alert.subject().isEmpty() ? "none" : alert.subject()));
        facts.add(new Fact("Node", alert.node()));
        facts.add(new Fact("Opened", Show.time(alert.openedAt())));
        facts.add(new Fact("Last found", Show.time(alert.lastAt())));
        facts.add(new Fact("Changed", Show.time(alert.changedAt())));
        facts.add(new Fact("Closed", Show.time(alert.closedAt())));
        facts.add(new Fact("Worst value", Show.number(alert.peak(), 2)));
        facts.add(new Fact("Threshold", Show.number(alert.threshold(), 2)));
        facts.add(new Fact("Windows", String.valueOf(alert.windows())));
        facts.add(new Fact("Reopened", alert.reopened() == 0 ? "" : alert.reopened() + " times"));
        facts.add(new Fact("Suppressed by", alert.suppressedBy()));
        Ack ack = found.ack();
        if (ack != null) {
            facts.add(
                    new Fact(
                            "Acknowledged",
                            Show.time(ack.atMicros())
                                    + (ack.account().isEmpty() ? "" : " by " + ack.account())
                                    + (ack.note().isEmpty() ? "" : ": " + ack.note())));
        }
        facts.removeIf(fact -> fact.value().isEmpty());
        return facts;
    }

    void acknowledge(Context context) {
        Principal principal = Principal.of(context);
        if (!LogInPages.isSame(principal.formToken(), context.formParam("token"))) {
            throw new ForbiddenResponse("The form has expired. Reload the page.");
        }
        StoredAlert found = read(context.pathParam("id"));
        String note = context.formParam("note");
        acks.add(
                found.uid(),
                new Ack(EpochMicros.now(), principal.name(), note == null ? "" : note.strip()));
        context.redirect("/alerts/" + found.id(), HttpStatus.SEE_OTHER);
    }

    private StoredAlert read(String id) {
        try (Store store = pool.open()) {
            return existing(new AlertReader(store).find(id));
        }
    }

    private static StoredAlert existing(@Nullable StoredAlert found) {
        if (found == null) {
            throw new NotFoundException("no such alert is stored");
        }
        return found;
    }
}
