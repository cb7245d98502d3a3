package io.siphon.console.web;

import io.siphon.console.flow.Arrow;
import io.siphon.console.flow.FailureReason;
import io.siphon.console.flow.Flow;
import io.siphon.console.flow.SipText;
import io.siphon.console.flow.SvgLadder;
import io.siphon.schema.Call;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * A flow as one HTML file that needs nothing else: ladder and messages whole. Its policy allows the
 * one style sheet in it, by hash, no script and no network.
 */
public record FlowDocument(Flow flow) {

    private static final String STYLE =
            """
            body { font: 14px/1.45 system-ui, sans-serif; margin: 16px; color: #17202b; background: #fff; }
            h1 { font-size: 18px; } h2 { font-size: 15px; } h3 { font-size: 13px; font-weight: 600; margin: 14px 0 4px; }
            .picture { overflow-x: auto; }
            pre, code { font: 12.5px/1.4 ui-monospace, "DejaVu Sans Mono", Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
            pre { background: #f1f4f8; padding: 8px 12px; margin: 0; }
            .name { color: #1d4ed8; }
            """;

    /** The file as text. */
    public static String of(Flow flow) {
        return Pages.html("export.jte", new FlowDocument(flow));
    }

    public String title() {
        if (flow.calls().isEmpty()) {
            return "Messages of " + flow.callId();
        }
        Call call = flow.calls().get(0);
        return call.caller() + " → " + call.callee();
    }

    public String verdict() {
        return FailureReason.of(flow).sentence();
    }

    public String ladder() {
        return SvgLadder.document(flow);
    }

    public SipText text(Arrow arrow) {
        return SipText.of(arrow.trace().payload());
    }

    /** With its element: what the template engine would escape is the hash's input. */
    public String style() {
        return "<style>" + STYLE + "</style>";
    }

    public String styleHash() {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(STYLE.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
