package io.siphon.console.flow;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a session description offers or answers, for people (RFC 8866). */
public record SdpText(List<Media> media) {

    /**
     * One {@code m=} line.
     *
     * @param address {@code 192.0.2.1:4000}, port 0 is refused
     * @param codecs by name, {@code PCMA}; telephone-event among them
     * @param direction {@code sendrecv}, {@code sendonly}, {@code recvonly} or {@code inactive}
     */
    public record Media(
            String type, String address, String transport, List<String> codecs, String direction) {

        public boolean isRefused() {
            return address.endsWith(":0");
        }
    }

    private static final int MAX_MEDIA = 20;
    private static final int MAX_LINES = 500;

    /** RFC 3551, 6: those without a=rtpmap. */
    private static final Map<String, String> STATIC =
            Map.of(
                    "0", "PCMU", "3", "GSM", "4", "G723", "8", "PCMA", "9", "G722", "13", "CN",
                    "15", "G728", "18", "G729", "34", "H263");

    static SdpText of(String text) {
        List<Media> media = new ArrayList<>();
        String session = "";
        String sessionDirection = "sendrecv";
        Section open = null;
        String[] lines = text.split("\r?\n", MAX_LINES);
        for (String line : lines) {
            if (line.startsWith("m=") && media.size() < MAX_MEDIA) {
                if (open != null) {
                    media.add(open.done());
                }
                open = new Section(line.substring(2), session, sessionDirection);
            } else if (line.startsWith("c=")) {
                String[] parts = line.split("[ /]");
                String address = parts.length > 2 ? parts[2] : "";
                if (open == null) {
                    session = address;
                } else {
                    open.host = address;
                }
            } else if (line.matches("a=(sendrecv|sendonly|recvonly|inactive)")) {
                if (open == null) {
                    sessionDirection = line.substring(2);
                } else {
                    open.direction = line.substring(2);
                }
            } else if (line.startsWith("a=rtpmap:") && open != null) {
                open.rtpmap(line.substring(9));
            }
        }
        if (open != null) {
            media.add(open.done());
        }
        return new SdpText(List.copyOf(media));
    }

    /** {@code audio 192.0.2.1:4000 PCMA, telephone-event}. */
    public String summary() {
        StringBuilder words = new StringBuilder();
        for (Media one : media) {
            words.append(words.isEmpty() ? "" : "; ").append(one.type()).append(' ');
            if (one.isRefused()) {
                words.append("refused");
            } else {
                words.append(one.address()).append(' ').append(String.join(", ", one.codecs()));
                words.append(one.direction().equals("sendrecv") ? "" : " " + one.direction());
            }
        }
        return words.toString();
    }

    private static final class Section {
        private final String[] line;
        private final Map<String, String> names = new HashMap<>(STATIC);
        private String host;
        private String direction;

        Section(String line, String host, String direction) {
            this.line = line.strip().split(" ");
            this.host = host;
            this.direction = direction;
        }

        void rtpmap(String map) {
            String[] parts = map.split(" ", 2);
            if (parts.length == 2) {
                names.put(parts[0], parts[1].split("/")[0].strip());
            }
        }

        Media done() {
            List<String> codecs = new ArrayList<>();
            for (int i = 3; i < line.length; i++) {
                codecs.add(names.getOrDefault(line[i], line[i]));
            }
            return new Media(
                    line[0],
                    host + ":" + (line.length > 1 ? line[1].split("/")[0] : ""),
                    line.length > 2 ? line[2] : "",
                    List.copyOf(codecs),
                    direction);
        }
    }
}
