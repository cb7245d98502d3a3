package io.siphon.console.search;

import java.util.List;

/** A query, understood. */
public sealed interface Expression {

    /** Whether it looks into the text of messages, which not every role sees. */
    default boolean readsMessages() {
        if (this instanceof And and) {
            return and.parts().stream().anyMatch(Expression::readsMessages);
        }
        if (this instanceof Or or) {
            return or.parts().stream().anyMatch(Expression::readsMessages);
        }
        if (this instanceof Not not) {
            return not.of().readsMessages();
        }
        if (this instanceof Named named) {
            return named.of().readsMessages();
        }
        return this instanceof Term term && Fields.readsMessages(term.field());
    }

    /** Everything: the empty query. */
    record All() implements Expression {}

    record And(List<Expression> parts) implements Expression {}

    record Or(List<Expression> parts) implements Expression {}

    record Not(Expression of) implements Expression {}

    record Term(Field field, Match match) implements Expression {}

    /** What a preset stands for. */
    record Named(Preset preset, Expression of) implements Expression {}
}
