package io.siphon.console.web;

/** What may be switched on a call's page: a parameter of its URL, a key as in sngrep. */
enum CallOption {
    MEDIA(
            "media",
            "yes",
            "m",
            "media",
            "Shows RTCP reports, and where captured RTP begins and ends."),
    NOTES("notes", "no", "n", "no notes", "Hides log lines, alerts and capture gaps."),
    PORTS("ports", "yes", "s", "by port", "Makes each port of a host a column."),
    NAMES("names", "no", "a", "addresses", "Shows addresses instead of aliases."),
    ALONE("legs", "no", "l", "this leg", "Leaves out the messages of the other legs."),
    ONLY_SDP("only", "sdp", "D", "only SDP", "Shows only messages with a session description."),
    BODY("body", "sdp", "d", "SDP alone", "Shows only the session description of a message."),
    COLOUR("colour", "cseq", "c", "colour by CSeq", "Gives each transaction a colour.");

    private final String parameter;
    private final String value;
    private final String key;
    private final String title;
    private final String meaning;

    CallOption(String parameter, String value, String key, String title, String meaning) {
        this.parameter = parameter;
        this.value = value;
        this.key = key;
        this.title = title;
        this.meaning = meaning;
    }

    String parameter() {
        return parameter;
    }

    /** Other than the default. */
    String value() {
        return value;
    }

    String key() {
        return key;
    }

    String title() {
        return title;
    }

    String meaning() {
        return meaning;
    }
}
