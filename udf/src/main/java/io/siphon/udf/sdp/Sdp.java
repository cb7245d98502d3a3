package io.siphon.udf.sdp;

/**
 * What monitoring needs of a session description (RFC 8866).
 *
 * @param connection address of the session-level {@code c=} line; empty when each medium has its
 *     own
 * @param media one for each {@code m=} line, in order
 */
public record Sdp(String connection, Media[] media) {

    /**
     * Codec names of all media in order of first appearance, comma separated: {@code PCMA,opus}.
     */
    public String codecNames() {
        StringBuilder names = new StringBuilder();
        for (Media m : media) {
            for (Codec codec : m.codecs()) {
                if (!("," + names + ",").contains("," + codec.name() + ",")) {
                    names.append(names.length() == 0 ? "" : ",").append(codec.name());
                }
            }
        }
        return names.toString();
    }
}
