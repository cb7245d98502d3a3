package io.siphon.job;

/** What an error says, for a person. */
public final class ErrorText {

    private ErrorText() {}

    /** The first line of what the innermost cause says; its class where it says nothing. */
    public static String root(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null || message.isBlank()
                ? root.getClass().getSimpleName()
                : message.strip().lines().findFirst().orElseThrow();
    }
}
