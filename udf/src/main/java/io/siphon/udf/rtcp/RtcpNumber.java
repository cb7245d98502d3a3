package io.siphon.udf.rtcp;

import com.fasterxml.jackson.core.JsonParser;

import java.io.IOException;

/** A JSON value as a whole number, whether written as a number or as a text. */
final class RtcpNumber {

    private RtcpNumber() {}

    /** The low 64 bits of the number at the parser; {@code otherwise} when it is none. */
    static long read(JsonParser parser, long otherwise) throws IOException {
        switch (parser.currentToken()) {
            case VALUE_NUMBER_INT:
                return switch (parser.getNumberType()) {
                    case INT, LONG -> parser.getLongValue();
                    default -> parser.getBigIntegerValue().longValue();
                };
            case VALUE_NUMBER_FLOAT:
                return (long) parser.getDoubleValue();
            case VALUE_STRING:
                return parse(parser.getText().strip(), otherwise);
            default:
                parser.skipChildren();
                return otherwise;
        }
    }

    private static long parse(String text, long otherwise) {
        int start = text.startsWith("-") ? 1 : 0;
        long value = 0;
        for (int i = start; i < text.length(); i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return otherwise;
            }
            value = value * 10 + digit - '0';
        }
        return text.length() == start ? otherwise : start == 1 ? -value : value;
    }
}
