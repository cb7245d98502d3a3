package io.siphon.console.search;

import io.siphon.console.search.Expression.All;
import io.siphon.console.search.Expression.And;
import io.siphon.console.search.Expression.Named;
import io.siphon.console.search.Expression.Not;
import io.siphon.console.search.Expression.Or;
import io.siphon.console.search.Expression.Term;

import java.util.ArrayList;
import java.util.List;

/**
 * Understands a query: {@code to:+4420* outcome:failed !trunk:a (dur:<15s OR status:5xx)}. Terms
 * beside each other must all hold; {@code OR} binds less.
 */
public final class QueryParser {

    /** Deeper parentheses are refused: each is a frame of the stack. */
    private static final int MAX_DEPTH = 50;

    /** The database refuses statements of very many conditions. */
    private static final int MAX_TERMS = 200;

    private final Subject subject;
    private final String query;
    private final List<Token> tokens;
    private int next;
    private int depth;
    private int terms;

    private QueryParser(Subject subject, String query) {
        this.subject = subject;
        this.query = query;
        this.tokens = Lexer.tokens(query);
    }

    /**
     * @param query null and blank ask for everything
     * @throws QueryException in one sentence, with got and expected
     */
    public static Expression parse(Subject subject, String query) {
        if (query == null || query.isBlank()) {
            return new All();
        }
        QueryParser parser = new QueryParser(subject, query);
        Expression expression = parser.or();
        if (parser.next < parser.tokens.size()) {
            Token token = parser.tokens.get(parser.next);
            throw new QueryException("a ) without its (", token.at());
        }
        return expression;
    }

    private Expression or() {
        List<Expression> parts = new ArrayList<>();
        parts.add(and());
        while (is(Token.Kind.OR)) {
            next++;
            parts.add(and());
        }
        return parts.size() == 1 ? parts.get(0) : new Or(List.copyOf(parts));
    }

    private Expression and() {
        List<Expression> parts = new ArrayList<>();
        parts.add(unary());
        while (next < tokens.size() && !is(Token.Kind.OR) && !is(Token.Kind.CLOSE)) {
            if (is(Token.Kind.AND)) {
                next++;
            }
            parts.add(unary());
        }
        return parts.size() == 1 ? parts.get(0) : new And(List.copyOf(parts));
    }

    private Expression unary() {
        if (next == tokens.size()) {
            throw new QueryException(
                    "the query ends where a condition is expected", query.length());
        }
        Token token = tokens.get(next++);
        switch (token.kind()) {
            case NOT -> {
                deeper(token);
                Expression negated = new Not(unary());
                depth--;
                return negated;
            }
            case OPEN -> {
                deeper(token);
                Expression inside = or();
                if (!is(Token.Kind.CLOSE)) {
                    throw new QueryException("a ( is not closed", token.at());
                }
                next++;
                depth--;
                return inside;
            }
            case TERM -> {
                return term(token);
            }
            default ->
                    throw new QueryException(
                            "got " + token.text() + " where a condition is expected", token.at());
        }
    }

    private void deeper(Token token) {
        if (++depth > MAX_DEPTH) {
            throw new QueryException("more than " + MAX_DEPTH + " parentheses", token.at());
        }
    }

    private Expression term(Token token) {
        if (++terms > MAX_TERMS) {
            throw new QueryException("more than " + MAX_TERMS + " conditions", token.at());
        }
        if (token.field().isEmpty()) {
            return new Term(AnyField.of(subject), Values.text(token));
        }
        Field field =
                subject.field(token.field()).orElseThrow(() -> Suggestions.unknown(subject, token));
        if (field.kind() == FieldKind.PRESET) {
            Preset preset = Values.preset(field, token);
            Expression meant = new Named(preset, parse(subject, preset.query()));
            return token.operator().equals("!") ? new Not(meant) : meant;
        }
        Expression term = new Term(field, Values.of(field, token));
        return token.operator().equals("!") ? new Not(term) : term;
    }

    private boolean is(Token.Kind kind) {
        return next < tokens.size() && tokens.get(next).kind() == kind;
    }
}
