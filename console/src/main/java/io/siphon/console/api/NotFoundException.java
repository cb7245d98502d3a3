package io.siphon.console.api;

import io.siphon.console.ConsoleException;

/** What a URL names is not stored. */
public final class NotFoundException extends ConsoleException {

    private static final long serialVersionUID = 1;

    public NotFoundException(String message) {
        super(message);
    }
}
