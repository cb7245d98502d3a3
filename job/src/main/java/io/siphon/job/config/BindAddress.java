package io.siphon.job.config;

import org.apache.flink.configuration.ConfigOption;

/**
 * Where to listen.
 *
 * @param host address in text, IPv6 without brackets
 * @param port 1..65535
 */
public record BindAddress(String host, int port) {

    /**
     * @param option that it stands in
     * @param text {@code 0.0.0.0:9060} or {@code [::]:9060}
     * @throws IllegalArgumentException with got and expected
     */
    public static BindAddress of(ConfigOption<String> option, String text) {
        int colon = text.lastIndexOf(':');
        if (colon > 0 && text.substring(colon + 1).matches("\\d{1,5}")) {
            int port = Integer.parseInt(text.substring(colon + 1));
            String host = text.substring(0, colon);
            boolean bracketed = host.startsWith("[") && host.endsWith("]");
            if (port > 0 && port <= 65_535 && (bracketed || host.indexOf(':') < 0)) {
                return new BindAddress(
                        bracketed ? host.substring(1, host.length() - 1) : host, port);
            }
        }
        throw new IllegalArgumentException(
                option.key()
                        + ": got "
                        + text
                        + ", expected address:port like 0.0.0.0:9060 or [::]:9060");
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
