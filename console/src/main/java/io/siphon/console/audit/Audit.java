package io.siphon.console.audit;

/** Where the audit goes. */
public interface Audit extends AutoCloseable {

    /** Nothing: where there are no accounts there is nobody to name. */
    Audit NONE =
            new Audit() {
                @Override
                public void add(AuditEntry entry) {
                    // see above
                }

                @Override
                public void close() {
                    // has nothing open
                }
            };

    /**
     * Returns when it is written.
     *
     * @throws io.siphon.console.ConsoleException when it cannot be: then the request is not served
     */
    void add(AuditEntry entry);

    @Override
    void close();
}
