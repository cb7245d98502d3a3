package io.siphon.job.sink.jdbc;

import io.siphon.schema.Column;
import io.siphon.schema.ColumnType;
import io.siphon.schema.Role;
import io.siphon.schema.Table;
import io.siphon.schema.Tables;
import io.siphon.schema.Trace;
import io.siphon.schema.Uids;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Messages as PostgreSQL's COPY takes them, those with a {@link MessageTemplate} as its number and
 * their fields.
 */
final class MessageRows extends CopyRows<Trace> {

    private static final int MSG = index("msg");
    private static final List<Integer> ARGUMENTS =
            List.of(index("callid"), index("fromtag"), index("totag"));

    private final MessageTemplates templates;
    private final Map<Long, MessageTemplate> used = new HashMap<>();
    private final int columns = Tables.SIP_TRACE.columns().size();

    /**
     * @param stored the columns of a message, see {@link #stored}
     */
    private MessageRows(Table<Trace> stored, MessageTemplates templates) {
        super(stored);
        this.templates = templates;
    }

    /** Batches that share what they know of templates. */
    static Supplier<CopyRows<Trace>> batches(Table<Trace> table, Uids uids) {
        MessageTemplates templates = new MessageTemplates(uids);
        Table<Trace> stored = stored(table.with(uids), templates);
        return () -> new MessageRows(stored, templates);
    }

    /** The columns of {@code sip_message}: those of {@code sip_trace}, and two after them. */
    static Table<Trace> stored() {
        return stored(Tables.SIP_TRACE, new MessageTemplates(Uids.of("")));
    }

    private static Table<Trace> stored(Table<Trace> whole, MessageTemplates templates) {
        List<Column<Trace>> columns = new ArrayList<>(whole.columns());
        Column<Trace> msg = columns.get(MSG);
        columns.set(
                MSG,
                column(
                        "msg",
                        msg.type(),
                        (trace, to) -> {
                            if (templates.template() == null) {
                                msg.encode(trace, to);
                            } else {
                                to.none();
                            }
                        }));
        columns.add(
                column(
                        "template",
                        ColumnType.NUMBER,
                        (trace, to) -> {
                            MessageTemplate template = templates.template();
                            if (template == null) {
                                to.none();
                            } else {
                                to.number(template.id());
                            }
                        }));
        columns.add(
                column(
                        "fields",
                        ColumnType.BYTES_AS_TEXT,
                        (trace, to) -> {
                            byte[] fields = templates.fields();
                            if (fields == null) {
                                to.none();
                            } else {
                                to.bytes(fields); // ASCII
                            }
                        }));
        return whole.columns(c -> columns);
    }

    private static Column<Trace> column(String name, ColumnType type, Column.Value<Trace> value) {
        return new Column<>(name, type, 0, Role.BODY, 0, "", "", value, null);
    }

    private static int index(String column) {
        return Tables.SIP_TRACE.columns().stream().map(Column::name).toList().indexOf(column);
    }

    @Override
    public void add(Trace row) {
        templates.take(row);
        super.add(row);
        MessageTemplate template = templates.template();
        if (template != null) {
            used.putIfAbsent(template.id(), template);
        }
    }

    @Override
    public void clear() {
        super.clear();
        used.clear();
    }

    /** The templates of these messages. */
    Collection<MessageTemplate> used() {
        return used.values();
    }

    /** As {@code sip_trace} has it: with the whole message. */
    @Override
    List<Object> values(int row) {
        List<Object> stored = super.values(row);
        List<Object> whole = new ArrayList<>(stored.subList(0, columns));
        Object template = stored.get(columns);
        if (template != null) {
            List<String> arguments = ARGUMENTS.stream().map(i -> (String) stored.get(i)).toList();
            whole.set(MSG, used.get(template).join(arguments, (byte[]) stored.get(columns + 1)));
        }
        return whole;
    }

    @Override
    public String describe(int row) {
        return Tables.SIP_TRACE.ofValues().describe(values(row));
    }
}
