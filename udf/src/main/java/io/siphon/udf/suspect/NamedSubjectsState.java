package io.siphon.udf.suspect;

/** State: subjects of one detector that are named in findings now. */
public class NamedSubjectsState {

    /** Hashes of subjects, and until when each is named, epoch µs. */
    public long[] subjects = new long[4];

    public long[] untils = new long[4];
    public int size;

    /** Findings about others in this minute; where it began, epoch µs. */
    public long others;

    public long othersSince;
    public String node = "";

    /** See {@link io.siphon.udf.order.InOrderFunction#wake}. */
    public long timer;

    public NamedSubjectsState() {}
}
