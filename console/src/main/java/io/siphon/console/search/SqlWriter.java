package io.siphon.console.search;

import io.siphon.console.search.Expression.All;
import io.siphon.console.search.Expression.And;
import io.siphon.console.search.Expression.Named;
import io.siphon.console.search.Expression.Not;
import io.siphon.console.search.Expression.Or;
import io.siphon.console.search.Expression.Term;
import io.siphon.console.search.Match.Header;
import io.siphon.console.search.Match.Range;
import io.siphon.console.search.Match.Text;
import io.siphon.console.store.Dialect;
import io.siphon.console.store.MessageTimes;
import io.siphon.console.store.Span;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes a query as a condition in SQL; every value is a parameter. */
public final class SqlWriter {

    /** Before an expression that holds {@code proto:ip:port}, among others that do not. */
    static final String ADDRESS = "@";

    private static final String ESCAPE = "!";

    /** Years that all databases have. */
    private static final Span ANY_TIME =
            Span.of(Instant.EPOCH, Instant.parse("9999-01-01T00:00:00Z"));

    private final Subject subject;
    private final Dialect dialect;
    private final Span messages;
    private final StringBuilder sql = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    private SqlWriter(Subject subject, Dialect dialect, Span messages) {
        this.subject = subject;
        this.dialect = dialect;
        this.messages = messages;
    }

    /** Likewise, of rows of any time. */
    public static SqlCondition condition(Subject subject, Dialect dialect, Expression expression) {
        return condition(subject, dialect, expression, ANY_TIME);
    }

    /**
     * @param span of the rows that are looked at: what belongs to them is looked for around it
     */
    public static SqlCondition condition(
            Subject subject, Dialect dialect, Expression expression, Span span) {
        SqlWriter writer = new SqlWriter(subject, dialect, MessageTimes.ofCalls(span));
        writer.write(expression);
        return new SqlCondition(writer.sql.toString(), List.copyOf(writer.values));
    }

    private void write(Expression expression) {
        if (expression instanceof And and) {
            joined(and.parts(), " AND ");
        } else if (expression instanceof Or or) {
            joined(or.parts(), " OR ");
        } else if (expression instanceof Not not) {
            // also rows in which what is compared is NULL
            sql.append("(");
            write(not.of());
            sql.append(") IS NOT TRUE");
        } else if (expression instanceof Named named) {
            write(named.of());
        } else if (expression instanceof Term term) {
            term(term);
        } else if (expression instanceof All) {
            sql.append("1 = 1");
        }
    }

    private void joined(List<Expression> parts, String separator) {
        sql.append("(");
        for (int i = 0; i < parts.size(); i++) {
            sql.append(i == 0 ? "" : separator);
            write(parts.get(i));
        }
        sql.append(")");
    }

    private void term(Term term) {
        List<SqlFields> places = SqlFields.of(subject, term.field(), dialect);
        sql.append("(");
        for (int i = 0; i < places.size(); i++) {
            sql.append(i == 0 ? "" : " OR ");
            String around = places.get(i).around();
            int hole = around.indexOf("%s");
            sql.append(around, 0, hole).append("(");
            List<String> expressions = places.get(i).expressions();
            for (int j = 0; j < expressions.size(); j++) {
                sql.append(j == 0 ? "" : " OR ");
                matches(term, expressions.get(j));
            }
            sql.append(")").append(around.substring(hole + 2));
            if (places.get(i).timed()) {
                values.add(messages.fromUtc());
                values.add(messages.toUtc());
            }
        }
        sql.append(")");
    }

    private void matches(Term term, String expression) {
        if (term.match() instanceof Range range) {
            range(expression, range);
            return;
        }
        if (term.match() instanceof Header header) {
            sql.append(dialect.matches(expression));
            values.add(header.pattern());
            return;
        }
        Text text = (Text) term.match();
        boolean address =
                expression.startsWith(ADDRESS) || term.field().kind() == FieldKind.ADDRESS;
        String column = expression.startsWith(ADDRESS) ? expression.substring(1) : expression;
        if (address) {
            address(column, text);
            return;
        }
        switch (term.field().kind()) {
            case PHRASE ->
                    like(
                            "LOWER(" + column + ")",
                            "%" + pattern(text).toLowerCase(Locale.ROOT) + "%");
            case NUMBER, DURATION, STATUS -> sql.append(column).append(" IS NULL");
            default -> {
                if (text.glob()) {
                    like(column, pattern(text));
                } else {
                    sql.append(column).append(" = ?");
                    values.add(text.text());
                }
            }
        }
    }

    private void like(String expression, String pattern) {
        sql.append(expression).append(" LIKE ? ESCAPE '" + ESCAPE + "'");
        values.add(pattern);
    }

    private static String pattern(Text text) {
        return pattern(text.text(), text.glob());
    }

    /** Of LIKE: {@code *} stands for any characters where {@code glob}. */
    static String pattern(String text, boolean glob) {
        String literal =
                text.replace(ESCAPE, ESCAPE + ESCAPE)
                        .replace("%", ESCAPE + "%")
                        .replace("_", ESCAPE + "_");
        return glob ? literal.replace('*', '%') : literal;
    }

    /** A subnet that does not end with an octet is one pattern of all its addresses. */
    private void address(String column, Text text) {
        Subnet subnet = Subnet.parse(text.text());
        if (subnet == null) {
            like(column, AddressPattern.of(text));
        } else if (subnet.isOfOctets()) {
            like(column, subnet.like());
        } else {
            sql.append(dialect.matches(column));
            values.add(subnet.pattern());
        }
    }

    private void range(String expression, Range range) {
        if (range.isOne()) {
            sql.append(expression).append(" = ?");
            values.add(number(range.low()));
            return;
        }
        sql.append("(");
        if (range.low() != null) {
            sql.append(expression).append(range.lowIncluded() ? " >= ?" : " > ?");
            values.add(number(range.low()));
        }
        if (range.high() != null) {
            sql.append(range.low() == null ? "" : " AND ");
            sql.append(expression).append(range.highIncluded() ? " <= ?" : " < ?");
            values.add(number(range.high()));
        }
        sql.append(")");
    }

    private static Object number(double value) {
        if (value == Math.rint(value)) {
            return (long) value;
        }
        return value;
    }
}
