package io.siphon.udf.decode;

import io.siphon.udf.payload.Trunks;

import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * Settings of decoding.
 *
 * @param sipHeaders names of further headers to extract
 * @param localAddresses of one's own proxies, IPv6 without brackets
 * @param offTheWire whether there are RTP and RTCP packets as they were on the wire: captures have
 *     them, HEP does not
 * @param maxUndecodableOfSource rows of {@link Undecodable} that one source may take in a second
 * @param maxUndecodable likewise of all sources, in each subtask
 */
public record DecodeSettings(
        List<String> sipHeaders,
        Trunks trunks,
        Set<String> localAddresses,
        boolean offTheWire,
        int maxUndecodableOfSource,
        int maxUndecodable)
        implements Serializable {}
