package io.siphon.console.api;

import io.siphon.schema.Column;
import io.siphon.schema.ColumnType;
import io.siphon.schema.Table;
import io.siphon.schema.Tables;

import java.util.List;

/**
 * The description of REST: what is written by hand, and after it the rows of the tables, whose
 * columns are said once, in their {@link Table}.
 */
public final class OpenApi {

    private record Rows(String name, Table<?> table) {}

    private static final List<Rows> ROWS =
            List.of(
                    new Rows("Call", Tables.CALLS),
                    new Rows("CallLink", Tables.CALL_LINKS),
                    new Rows("Message", Tables.SIP_TRACE),
                    new Rows("Registration", Tables.REGISTRATIONS),
                    new Rows("Stream", Tables.STREAMS),
                    new Rows("ReportedStream", Tables.REPORTED_STREAMS),
                    new Rows("Alert", Tables.ALERTS),
                    new Rows("Measurement", Tables.MEASUREMENTS));

    private OpenApi() {}

    /**
     * @param written ends with {@code components.schemas}
     */
    public static String of(String written) {
        StringBuilder yaml = new StringBuilder(written.stripTrailing()).append('\n');
        for (Rows rows : ROWS) {
            yaml.append("    ").append(rows.name()).append(":\n");
            yaml.append("      type: object\n      additionalProperties: false\n");
            yaml.append("      properties:\n");
            for (Column<?> column : rows.table().columns()) {
                if (Json.isShown(column)) {
                    property(column, yaml);
                }
            }
        }
        return yaml.toString();
    }

    private static void property(Column<?> column, StringBuilder yaml) {
        yaml.append("        ")
                .append(column.name())
                .append(": {type: [")
                .append(type(column.type()))
                .append(", \"null\"]")
                .append(isTime(column.type()) ? ", format: date-time" : "")
                .append(", description: ")
                .append(Json.write(column.meaning()))
                .append("}\n");
    }

    private static boolean isTime(ColumnType type) {
        return type == ColumnType.TIME || type == ColumnType.SECOND;
    }

    private static String type(ColumnType type) {
        return switch (type) {
            case NUMBER, INTEGER, FLAG -> "integer";
            case REAL -> "number";
            default -> "string";
        };
    }
}
