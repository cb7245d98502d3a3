package io.siphon.udf.registration;

/**
 * A REGISTER that was refused although it carried credentials. The first refusal of an attempt is
 * emitted only when the attempt ends without success: a nonce that has expired is refused like a
 * wrong password (RFC 7616, 3.3), and the next request succeeds.
 *
 * @param aor see {@link io.siphon.schema.Registration#aor}; like the components after the time
 * @param timeMicros when that was known, epoch µs
 * @param status of the response
 */
public record RefusedLogin(
        String aor,
        long timeMicros,
        String source,
        String node,
        String trunk,
        String userAgent,
        int status) {}
