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
 * @param marks what another description may have in common with this one
 */
public record Sdp(String connection, Media[] media, SdpMarks marks) {

    /** Without marks. */
    public Sdp(String connection, Media[] media) {
        this(connection, media, SdpMarks.NONE);
    }

    /**
     * Codec names of all media that are not refused, in order of first appearance, comma separated:
     * {@code PCMA,opus}; as many as a column takes. Fax is {@value Media#FAX}.
     */
    public String codecNames() {
        Set<String> names = new LinkedHashSet<>();
        for (Media m : media) {
            if (m.isRefused()) {
                continue;
            }
            if (m.isFax()) {
                names.add(Media.FAX);
            }
            for (Codec codec : m.codecs()) {
                names.add(codec.name());
            }
        }
        return BoundedText.cut(String.join(",", names), BoundedText.ID);
    }
}
