package io.siphon.udf.sdp;

import io.siphon.schema.BoundedText;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What monitoring needs of a session description (RFC 8866).
 *
 * @param connection address of the session-level {@code c=} line; empty when each medium has its
 *     own
 * @param media one for each {@code m=} line, in order
 */
public record Sdp(String connection, Media[] media) {

    /**
     * Codec names of all media in order of first appearance, comma separated: {@code PCMA,opus}; as
     * many as a column takes.
     */
    public String codecNames() {
        Set<String> names = new LinkedHashSet<>();
        for (Media m : media) {
            for (Codec codec : m.codecs()) {
                names.add(codec.name());
            }
        }
        return BoundedText.cut(String.join(",", names), BoundedText.ID);
    }
}
