package io.siphon.console.report.format;

import io.siphon.console.report.Report;

final class JsonReport {
    static String write(Report report) {
        return "";
    }
}
