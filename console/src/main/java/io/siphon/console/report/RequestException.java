package io.siphon.console.report;

import io.siphon.console.ConsoleException;

/** What was asked for makes no report of this store; the message says what to ask for instead. */
public final class RequestException extends ConsoleException {

    private static final long serialVersionUID = 1;

    RequestException(String message) {
        super(message);
    }
}
