package io.siphon.console;

import io.siphon.schema.PlainText;

import java.util.regex.Pattern;

/** Text as a cell of a CSV file, quoted so that a spreadsheet does not evaluate it as a formula. */
public final class CsvText {

    /** Also full-width: East Asian spreadsheets take those, too. */
    private static final String BEGINS_FORMULA = "[=+\\-@＝＋－＠]";

    /** Blanks before it do not help. */
    private static final Pattern FORMULA = Pattern.compile("[\\s\\p{Z}]*" + BEGINS_FORMULA + ".*");

    private static final Pattern NUMBER =
            Pattern.compile("[+-]?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    /** Where the list separator is a semicolon, it begins a cell even inside of quotes. */
    private static final Pattern NEXT_CELL =
            Pattern.compile("([;|][\\s\\p{Z}]*)(?=" + BEGINS_FORMULA + ")");

    private CsvText() {}

    /**
     * One line, with an apostrophe before what would be a formula; a number with a sign is none.
     */
    public static String cell(String text) {
        // after it, the line has neither tabs nor line ends of any kind
        String line = NEXT_CELL.matcher(PlainText.line(text)).replaceAll("$1'");
        boolean formula =
                FORMULA.matcher(visible(line)).matches() && !NUMBER.matcher(line).matches();
        return formula ? "'" + line : line;
    }

    /** Without what stands for characters that a spreadsheet may drop. */
    private static String visible(String line) {
        return line.replace(PlainText.REPLACEMENT, "");
    }
}
