package io.siphon.udf.sip.peer;

import javax.annotation.Nullable;

/**
 * What identifies dialog and transaction, as every parser measured has to extract it.
 *
 * @param toTag empty when there is none
 * @param requestUri null in a response
 * @param status 0 in a request
 */
public record DialogFields(
        String callId,
        String fromUri,
        String fromTag,
        String toUri,
        String toTag,
        long cseq,
        String method,
        String branch,
        @Nullable String requestUri,
        int status) {}
