package io.siphon.console;

/** The user asked for something that cannot be: its message is one sentence for the user. */
public class ConsoleException extends RuntimeException {

    public ConsoleException(String message) {
        super(message);
    }

    public ConsoleException(String message, Throwable cause) {
        super(message, cause);
    }
}
