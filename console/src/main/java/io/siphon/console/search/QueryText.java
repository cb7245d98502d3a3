package io.siphon.console.search;

import java.util.List;

/** Changes the text of a query, as a reader typed it: quotes and parentheses stay as they are. */
public final class QueryText {

    private QueryText() {}

    /** What both find: {@code OR} binds less than terms that stand beside each other. */
    public static String and(String query, String terms) {
        String typed = query.strip();
        if (typed.isEmpty() || terms.isBlank()) {
            return typed + terms.strip();
        }
        return (hasAlternatives(typed) ? "(" + typed + ")" : typed) + " " + terms.strip();
    }

    private static boolean hasAlternatives(String query) {
        int depth = 0;
        for (Token token : tokens(query)) {
            if (depth == 0 && token.kind() == Token.Kind.OR) {
                return true;
            }
            depth += deeper(token);
        }
        return false;
    }

    /** Whether {@code field:value} is a condition of its own, in no parentheses and not negated. */
    public static boolean has(String query, String field, String value) {
        return find(tokens(query), field, value) >= 0;
    }

    /** Without that condition, and without the {@code OR} or {@code AND} that joined it. */
    public static String without(String query, String field, String value) {
        String rest = query;
        List<Token> tokens = tokens(rest);
        int index = find(tokens, field, value);
        while (index >= 0) {
            rest = cut(rest, tokens, index);
            tokens = tokens(rest);
            index = find(tokens, field, value);
        }
        return rest.strip();
    }

    private static int find(List<Token> tokens, String field, String value) {
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (depth == 0
                    && token.kind() == Token.Kind.TERM
                    && token.field().equals(field)
                    && token.operator().isEmpty()
                    && token.text().equals(value)
                    && !token.quoted()
                    && kind(tokens, i - 1) != Token.Kind.NOT) {
                return i;
            }
            depth += deeper(token);
        }
        return -1;
    }

    private static String cut(String query, List<Token> tokens, int index) {
        Token.Kind before = kind(tokens, index - 1);
        Token.Kind after = kind(tokens, index + 1);
        boolean alone =
                (before == null || before == Token.Kind.OR)
                        && (after == null || after == Token.Kind.OR);
        Token.Kind joins = alone ? Token.Kind.OR : Token.Kind.AND;
        Token term = tokens.get(index);
        int start = term.at();
        // the colon between them
        int end = start + term.field().length() + 1 + term.text().length();
        if (after == joins) {
            Token join = tokens.get(index + 1);
            end = join.at() + join.text().length();
        } else if (before == joins) {
            start = tokens.get(index - 1).at();
        }
        return query.substring(0, start).stripTrailing()
                + " "
                + query.substring(end).stripLeading();
    }

    /** Null beyond the ends. */
    private static Token.Kind kind(List<Token> tokens, int index) {
        return index < 0 || index >= tokens.size() ? null : tokens.get(index).kind();
    }

    private static int deeper(Token token) {
        return switch (token.kind()) {
            case OPEN -> 1;
            case CLOSE -> -1;
            default -> 0;
        };
    }

    /** None of a query that cannot be read: the search says why. */
    private static List<Token> tokens(String query) {
        try {
            return Lexer.tokens(query);
        } catch (QueryException e) {
            return List.of();
        }
    }
}
