package io.siphon.console.web;

import io.siphon.console.api.CallResource;
import io.siphon.console.api.IllegalParameterException;
import io.siphon.console.flow.ColumnOrder;
import io.siphon.console.web.CallPage.Choice;

import io.javalin.http.Context;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the reader chose on a call's page: the URL is all of it.
 *
 * @param path of the call
 * @param parameters of the URL that are not at their default, in a fixed order
 */
record CallView(String path, Map<String, String> parameters) {

    private static final String MESSAGE = "m";
    private static final String MARK = "mark";
    private static final String PART = "part";
    private static final String TIME = "time";
    private static final String COLUMNS = "columns";

    /** {@code w} goes from one to the next; the first is the default. */
    private static final List<String> TIMES = List.of("clock", "start", "scale");

    private static final List<String> TIME_TITLES = List.of("clock", "since start", "to scale");

    /**
     * @throws IllegalParameterException when a value is none of those that there are
     */
    static CallView of(String path, Context context) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (CallOption option : CallOption.values()) {
            take(context, option.parameter(), List.of(option.value()), parameters);
        }
        take(context, TIME, TIMES, parameters);
        String columns = CallResource.arrangement(context).text();
        if (!columns.isEmpty()) {
            parameters.put(COLUMNS, columns);
        }
        for (String number : List.of(MARK, PART, MESSAGE)) {
            String given = context.queryParam(number);
            if (given != null && !given.isEmpty()) {
                if (!given.matches("[0-9]{1,6}")) {
                    throw new IllegalParameterException(
                            number + ": got " + given + ", expected a number");
                }
                parameters.put(number, given);
            }
        }
        return new CallView(path, parameters);
    }

    private static void take(
            Context context, String name, List<String> values, Map<String, String> parameters) {
        String given = context.queryParam(name);
        if (given == null || given.isEmpty()) {
            return;
        }
        if (!values.contains(given)) {
            throw new IllegalParameterException(
                    name + ": got " + given + ", expected " + String.join(" or ", values));
        }
        parameters.put(name, given);
    }

    ColumnOrder columns() {
        return ColumnOrder.parse(parameters.get(COLUMNS));
    }

    String columnsLink(ColumnOrder order) {
        return with(COLUMNS, order.text()).link();
    }

    boolean is(CallOption option) {
        return parameters.containsKey(option.parameter());
    }

    /** Number of the message that is shown; 0 for none. */
    int message() {
        return number(MESSAGE);
    }

    /** Number of the message that others are compared with; 0 for none. */
    int marked() {
        return number(MARK);
    }

    int part() {
        return number(PART);
    }

    private int number(String name) {
        return Integer.parseInt(parameters.getOrDefault(name, "0"));
    }

    boolean sinceStart() {
        return !parameters.getOrDefault(TIME, TIMES.get(0)).equals(TIMES.get(0));
    }

    boolean toScale() {
        return TIMES.get(2).equals(parameters.get(TIME));
    }

    /** The same page, another message: its number is appended. */
    String messageLink() {
        return with(PART, "").linkWithout(MESSAGE) + MESSAGE + "=";
    }

    String markLink(int number) {
        return with(MARK, number == marked() ? "" : "" + number).link();
    }

    String partLink(int part) {
        return with(MESSAGE, "").with(PART, "" + part).link();
    }

    List<Choice> choices() {
        List<Choice> choices = new ArrayList<>();
        for (CallOption option : CallOption.values()) {
            boolean on = is(option);
            // with ports, the numbers are those of other columns
            CallView view = option == CallOption.PORTS ? with(COLUMNS, "") : this;
            choices.add(
                    new Choice(
                            option.title(),
                            view.with(option.parameter(), on ? "" : option.value()).link(),
                            on,
                            option.meaning(),
                            option.key()));
        }
        int time = TIMES.indexOf(parameters.getOrDefault(TIME, TIMES.get(0)));
        int next = (time + 1) % TIMES.size();
        choices.add(
                new Choice(
                        "time: " + TIME_TITLES.get(time),
                        with(TIME, next == 0 ? "" : TIMES.get(next)).link(),
                        time > 0,
                        "Clock and delta; since the first message; to scale, with silence folded.",
                        "w"));
        return choices;
    }

    /** Of an export that is a picture: as it is on the page. */
    String drawingParameters() {
        StringBuilder query = new StringBuilder();
        for (String name :
                List.of(CallOption.PORTS.parameter(), CallOption.ALONE.parameter(), COLUMNS)) {
            String value = parameters.get(name);
            if (value != null) {
                query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(value);
            }
        }
        return query.toString();
    }

    /** The same page with RTCP in its ladder. */
    String mediaLink() {
        return with(CallOption.MEDIA.parameter(), CallOption.MEDIA.value()).link();
    }

    private CallView with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(parameters);
        if (value.isEmpty()) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return new CallView(path, changed);
    }

    private String link() {
        String link = linkWithout("");
        return link.substring(0, link.length() - 1);
    }

    /** Ends so that a parameter may follow. */
    private String linkWithout(String name) {
        StringBuilder link = new StringBuilder(path).append('?');
        parameters.forEach(
                (parameter, value) -> {
                    if (!parameter.equals(name)) {
                        link.append(parameter).append('=').append(value).append('&');
                    }
                });
        return link.toString();
    }
}
