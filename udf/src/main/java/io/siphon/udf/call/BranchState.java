package io.siphon.udf.call;

/** State: one INVITE transaction (RFC 3261, 17.1.1) at the hop nearest the caller. */
public class BranchState {

    /** Branch of the INVITE's topmost Via; empty when it has none. */
    public String id = "";

    /** Status of the final failure response; 0 while there is none. */
    public int status;

    /** Whether a CANCEL was seen. */
    public boolean cancelled;

    public BranchState() {}

    BranchState(String id) {
        this.id = id;
    }
}
