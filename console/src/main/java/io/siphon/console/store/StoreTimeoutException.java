package io.siphon.console.store;

import io.siphon.console.ConsoleException;

/** A statement ran out of its time: what it would have found is not known. */
public final class StoreTimeoutException extends ConsoleException {

    private static final long serialVersionUID = 1;

    StoreTimeoutException(int seconds, Throwable cause) {
        super("the database did not answer within " + seconds + " s", cause);
    }
}
