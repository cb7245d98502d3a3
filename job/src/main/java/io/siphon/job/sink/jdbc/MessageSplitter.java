package io.siphon.job.sink.jdbc;

import io.siphon.schema.Text;
import io.siphon.schema.Trace;

import java.util.Arrays;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Splits a SIP message into its template, the text that messages of its kind share, and its fields,
 * the texts that are its own: users, addresses, branches, times. PostgreSQL's {@code format} joins
 * them again, byte for byte.
 *
 * <p>The template is a format string: {@code %1$s} is the Call-ID, {@code %2$s} the tag of From,
 * {@code %3$s} the tag of To, which the row has in columns; {@code %4$s} is the first field.
 *
 * <p>It splits by characters, not by the grammar of SIP: whatever it takes for a field, the message
 * is the same when it is joined. A wrong guess costs bytes.
 */
final class MessageSplitter {

    /** Between two fields. No field has it. */
    static final byte SEPARATOR = 0x1F;

    /** Arguments that are columns of the row: Call-ID and tags. */
    static final int COLUMNS = 3;

    /** Longer messages are stored whole: PostgreSQL compresses rows above 2 kB by itself. */
    private static final int LONGEST = 4_096;

    private static final int MOST_FIELDS = 200;

    /** Fields among which one that comes again is looked for. */
    private static final int REMEMBERED = 48;

    /** A shorter field that comes again is written again: ports and codes are equal by chance. */
    private static final int SHORTEST_REPEATED = 6;

    /** Shorter ones are equal to other words by chance, longer ones may be shortened in the row. */
    private static final int SHORTEST_COLUMN = 4;

    private static final int LONGEST_COLUMN = 120;

    private static final byte LETTER = 1;
    private static final byte DIGIT = 2;
    private static final byte WORD = LETTER | DIGIT;

    /** Of quotes, ends of lines, and what means something in a format string. */
    private static final byte SPECIAL = 4;

    private static final byte[] KINDS = kinds();

    /** Lines of SDP (RFC 8866) that depend on the phone and not on the call. */
    private static final byte[][] CONSTANT_LINES = {
        bytes("a=rtpmap:"),
        bytes("a=fmtp:"),
        bytes("a=ptime:"),
        bytes("a=maxptime:"),
        bytes("a=rtcp-fb:"),
        bytes("a=extmap:"),
    };

    private static final byte[] VERSION = bytes("2.0");
    private static final byte[] NOTHING = {};

    private final byte[][] columns = new byte[COLUMNS][];
    private final int[] starts = new int[REMEMBERED];
    private final int[] ends = new int[REMEMBERED];
    private final byte[] template;
    private final int templateStart;
    private final byte[] fields = new byte[LONGEST + MOST_FIELDS];
    private byte[] message = NOTHING;
    private int templateEnd;
    private int fieldsEnd;
    private int count;

    /** Where the constant text begins that is not in the template yet. */
    private int constant;

    /**
     * @param reserved bytes before each template, for its user
     */
    MessageSplitter(int reserved) {
        templateStart = reserved;
        // "%200$s" is the longest reference, and stands for a byte at least
        template = new byte[reserved + 6 * LONGEST];
    }

    /** Returns false where the message has to be stored whole. */
    boolean split(Trace trace) {
        message = trace.payload();
        if (message.length == 0 || message.length > LONGEST || !Text.isPlain(message)) {
            return false;
        }
        columns[0] = column(trace.callId());
        columns[1] = column(trace.fromTag());
        columns[2] = column(trace.toTag());
        templateEnd = templateStart;
        fieldsEnd = 0;
        count = 0;
        constant = 0;
        int i = 0;
        while (i >= 0 && i < message.length) {
            byte kind = KINDS[message[i]];
            if (kind == 0) {
                i++;
            } else if (kind == SPECIAL) {
                i = special(i);
            } else {
                i = word(i);
            }
        }
        takeConstant(message.length);
        return i >= 0;
    }

    /** Template and what stands before it; the first {@link #templateEnd()} bytes of it. */
    byte[] template() {
        return template;
    }

    int templateEnd() {
        return templateEnd;
    }

    /** The fields, separated. */
    byte[] fields() {
        return Arrays.copyOf(fields, fieldsEnd);
    }

    /** Returns where to go on; -1 if the message cannot be split. So do the others. */
    private int special(int start) {
        switch (message[start]) {
            case '%' -> {
                takeConstant(start);
                template[templateEnd++] = '%';
                return start + 1; // it begins the constant text that follows
            }
            case '"' -> {
                int end = endOfQuoted(start + 1);
                return end > start + 1 ? field(start + 1, end) : start + 1;
            }
            default -> {
                return isConstantLine(start + 1) ? endOfConstant(start + 1) : start + 1;
            }
        }
    }

    private int word(int start) {
        byte[] text = message;
        byte first = text[start];
        for (int i = 0; i < COLUMNS; i++) {
            byte[] column = columns[i];
            if (column.length > 0 && column[0] == first) {
                int end = start + column.length;
                if (end <= text.length
                        && text[end - 1] == column[column.length - 1]
                        && isEnd(end)
                        && Arrays.equals(text, start, end, column, 0, column.length)) {
                    reference(i, start, end);
                    return end;
                }
            }
        }
        int kinds = 0;
        int end = start;
        do {
            kinds |= KINDS[text[end++]];
        } while (end < text.length && (KINDS[text[end]] & WORD) != 0);
        return isConstant(start, end, kinds) ? end : field(start, end);
    }

    /**
     * A word is, if it is not a user; of numbers the version of SIP and those of two digits after a
     * blank or an equals sign: {@code CSeq: 1}, {@code Max-Forwards: 70}, {@code cause=16}.
     */
    private boolean isConstant(int start, int end, int kinds) {
        byte after = end < message.length ? message[end] : 0;
        if (after == '@') {
            return false;
        }
        if ((kinds & DIGIT) == 0) {
            return true;
        }
        byte before = start > 0 ? message[start - 1] : 0;
        return before == '/'
                ? Arrays.equals(message, start, end, VERSION, 0, VERSION.length)
                : end - start <= 2 && (before == ' ' || before == '=') && after != ':';
    }

    private int field(int start, int end) {
        int length = end - start;
        if (length >= SHORTEST_REPEATED) {
            byte last = message[end - 1];
            for (int i = Math.min(count, REMEMBERED) - 1; i >= 0; i--) {
                if (ends[i] - starts[i] == length
                        && message[ends[i] - 1] == last
                        && Arrays.equals(message, starts[i], ends[i], message, start, end)) {
                    reference(COLUMNS + i, start, end);
                    return end;
                }
            }
        }
        if (count == MOST_FIELDS) {
            return -1;
        }
        if (count < REMEMBERED) {
            starts[count] = start;
            ends[count] = end;
        }
        if (count > 0) {
            fields[fieldsEnd++] = SEPARATOR;
        }
        System.arraycopy(message, start, fields, fieldsEnd, length);
        fieldsEnd += length;
        reference(COLUMNS + count++, start, end);
        return end;
    }

    /**
     * @param argument from 0
     * @param start of the text that it stands for
     */
    private void reference(int argument, int start, int end) {
        takeConstant(start);
        constant = end;
        int number = argument + 1;
        template[templateEnd++] = '%';
        if (number >= 100) {
            template[templateEnd++] = (byte) ('0' + number / 100);
        }
        if (number >= 10) {
            template[templateEnd++] = (byte) ('0' + number / 10 % 10);
        }
        template[templateEnd++] = (byte) ('0' + number % 10);
        template[templateEnd++] = '$';
        template[templateEnd++] = 's';
    }

    private void takeConstant(int end) {
        int length = end - constant;
        System.arraycopy(message, constant, template, templateEnd, length);
        templateEnd += length;
        constant = end;
    }

    private boolean isEnd(int i) {
        return i >= message.length || (KINDS[message[i]] & WORD) == 0;
    }

    private boolean isConstantLine(int start) {
        if (start >= message.length || message[start] != 'a') {
            return false;
        }
        for (byte[] line : CONSTANT_LINES) {
            int end = start + line.length;
            if (end <= message.length && Arrays.equals(message, start, end, line, 0, line.length)) {
                return true;
            }
        }
        return false;
    }

    /** The end of its line, or what has to be taken specially before it. */
    private int endOfConstant(int start) {
        int end = start;
        while (end < message.length && KINDS[message[end]] != SPECIAL) {
            end++;
        }
        return end;
    }

    /** Returns where the closing quote is; -1 when it is not in this line, or what separates is. */
    private int endOfQuoted(int start) {
        for (int i = start; i < message.length; i++) {
            switch (message[i]) {
                case '"' -> {
                    return i;
                }
                case '\n', SEPARATOR -> {
                    return -1;
                }
                default -> {}
            }
        }
        return -1;
    }

    /** What a column has, if that is as it was received; else nothing. */
    private static byte[] column(String text) {
        return text.length() < SHORTEST_COLUMN || text.length() > LONGEST_COLUMN
                ? NOTHING
                : text.getBytes(UTF_8); // what is not ASCII equals no byte of a message that is
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] kinds() {
        byte[] kinds = new byte[128];
        for (char c = 'a'; c <= 'z'; c++) {
            kinds[c] = LETTER;
            kinds[c - 'a' + 'A'] = LETTER;
        }
        for (char c : "._~+-".toCharArray()) {
            kinds[c] = LETTER;
        }
        for (char c = '0'; c <= '9'; c++) {
            kinds[c] = DIGIT;
        }
        for (char c : "\"%\n".toCharArray()) {
            kinds[c] = SPECIAL;
        }
        return kinds;
    }
}
