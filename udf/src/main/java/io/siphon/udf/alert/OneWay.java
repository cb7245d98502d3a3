package io.siphon.udf.alert;

import io.siphon.schema.Call;
import io.siphon.schema.CallMedia;
import io.siphon.udf.qos.Samples;

/** Calls in which one side was not heard, of those whose media was seen. */
final class OneWay extends TroubledCalls {

    private static final long serialVersionUID = 1L;

    static final String NAME = "one_way";

    OneWay(Trouble threshold) {
        super(NAME, "had media in one direction only", threshold);
    }

    @Override
    public void observe(Call call, Samples out) {
        if (hasMediaVerdict(call)) {
            String verdict = call.media().verdict();
            sample(
                    call,
                    verdict.equals(CallMedia.ONE_WAY) || verdict.equals(CallMedia.UNREACHABLE),
                    out);
        }
    }
}
