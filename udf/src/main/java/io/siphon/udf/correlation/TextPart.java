package io.siphon.udf.correlation;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

import java.io.Serializable;

/**
 * What a regular expression of RE2 takes of a text: its first group, else all that it matches. The
 * time that takes grows with the text and no faster, whatever the text is, as those on the wire are
 * strangers'.
 */
public record TextPart(Pattern pattern) implements Serializable {

    /** Longer texts are cut before. */
    private static final int LONGEST = 512;

    /**
     * @throws IllegalArgumentException when it is no expression of RE2
     */
    static TextPart of(String regex) {
        try {
            return new TextPart(Pattern.compile(regex));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "expected a regular expression of RE2 (without look-around and"
                            + " back-references), got "
                            + regex
                            + ": "
                            + e.getDescription(),
                    e);
        }
    }

    boolean hasGroup() {
        return pattern.groupCount() > 0;
    }

    /** Empty where nothing matches. */
    String in(String text) {
        Matcher matcher =
                pattern.matcher(text.length() > LONGEST ? text.substring(0, LONGEST) : text);
        if (!matcher.find()) {
            return "";
        }
        String part = matcher.group(hasGroup() ? 1 : 0);
        return part == null ? "" : part;
    }
}
