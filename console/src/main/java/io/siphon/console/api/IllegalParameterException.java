package io.siphon.console.api;

import io.siphon.console.ConsoleException;

/** A parameter of a URL that cannot be understood; the message says got and expected. */
public final class IllegalParameterException extends ConsoleException {

    private static final long serialVersionUID = 1;

    public IllegalParameterException(String message) {
        super(message);
    }
}
