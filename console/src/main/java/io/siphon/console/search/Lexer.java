package io.siphon.console.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Cuts a query into {@link Token}s. Every text has tokens; only an open quote is an error. */
final class Lexer {

    /** Longer queries are not read: nobody types them. */
    static final int MAX_LENGTH = 4096;

    /** Before the colon of these stands no field: {@code sip:alice@example.com}. */
    private static final Set<String> SCHEMES = Set.of("sip", "sips", "tel", "urn");

    private final String query;
    private int at;

    private Lexer(String query) {
        this.query = query;
    }

    /**
     * @throws QueryException when a quote is not closed, or the query is too long
     */
    static List<Token> tokens(String query) {
        if (query.length() > MAX_LENGTH) {
            throw new QueryException(
                    "the query has "
                            + query.length()
                            + " characters, expected at most "
                            + MAX_LENGTH,
                    MAX_LENGTH);
        }
        Lexer lexer = new Lexer(query);
        List<Token> tokens = new ArrayList<>();
        while (lexer.skipBlanks()) {
            tokens.add(lexer.next());
        }
        return tokens;
    }

    private boolean skipBlanks() {
        while (at < query.length() && isBlank(query.charAt(at))) {
            at++;
        }
        return at < query.length();
    }

    private Token next() {
        int start = at;
        char c = query.charAt(at);
        if (c == '(' || c == ')' || c == '!') {
            at++;
            Token.Kind kind =
                    c == '(' ? Token.Kind.OPEN : c == ')' ? Token.Kind.CLOSE : Token.Kind.NOT;
            return new Token(kind, "", "", String.valueOf(c), false, start);
        }
        String field = field();
        String operator = field.isEmpty() ? "" : operator();
        boolean quoted = at < query.length() && query.charAt(at) == '"';
        String value = quoted ? quoted() : bare();
        if (field.isEmpty() && !quoted) {
            switch (value) {
                case "OR", "|" -> {
                    return new Token(Token.Kind.OR, "", "", value, false, start);
                }
                case "AND", "&" -> {
                    return new Token(Token.Kind.AND, "", "", value, false, start);
                }
                case "NOT" -> {
                    return new Token(Token.Kind.NOT, "", "", value, false, start);
                }
                default -> {
                    // a word to look for
                }
            }
        }
        return new Token(Token.Kind.TERM, field, operator, value, quoted, start);
    }

    /** The name before {@code :}, {@code <}, {@code >} or {@code =}; empty when there is none. */
    private String field() {
        int end = at;
        while (end < query.length() && isName(query.charAt(end), end > at)) {
            end++;
        }
        if (end == at || end == query.length() || ":<>=".indexOf(query.charAt(end)) < 0) {
            return "";
        }
        String name = query.substring(at, end).toLowerCase(Locale.ROOT);
        if (SCHEMES.contains(name)) {
            return "";
        }
        at = end;
        return name;
    }

    /**
     * {@code :}, {@code <}, {@code <=}, {@code >}, {@code >=}, {@code !}: with {@code :} before.
     */
    private String operator() {
        int start = at;
        if (query.charAt(at) == ':' || query.charAt(at) == '=') {
            at++;
            start = at;
            if (at < query.length() && query.charAt(at) == '!') {
                at++;
                return "!";
            }
        }
        if (at < query.length() && (query.charAt(at) == '<' || query.charAt(at) == '>')) {
            at++;
            if (at < query.length() && query.charAt(at) == '=') {
                at++;
            }
        }
        return query.substring(start, at);
    }

    private String quoted() {
        int start = at++;
        StringBuilder text = new StringBuilder();
        while (at < query.length()) {
            char c = query.charAt(at++);
            if (c == '"') {
                return text.toString();
            }
            if (c == '\\' && at < query.length()) {
                c = query.charAt(at++);
            }
            text.append(c);
        }
        throw new QueryException("a quote is not closed: " + query.substring(start), start);
    }

    private String bare() {
        int start = at;
        while (at < query.length()
                && !isBlank(query.charAt(at))
                && query.charAt(at) != ')'
                && query.charAt(at) != '(') {
            at++;
        }
        return query.substring(start, at);
    }

    private static boolean isName(char c, boolean inside) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || inside && (c >= '0' && c <= '9' || c == '_' || c == '-');
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c);
    }
}
