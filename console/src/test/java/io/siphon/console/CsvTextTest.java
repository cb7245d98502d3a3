package io.siphon.console;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class CsvTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "=1+1",
                "=1+1\u0085x",
                "@SUM(1)\u2028",
                "+cmd|' /C calc'!A0\u2029",
                "-1+1\n",
                "+1+2",
                "\t=1",
                "\r=1",
                "\n=1",
                " =1",
                "\u00a0=1",
                "\u202e=1",
                "\ufeff=1",
                "＝1",
                "-",
                "+49a"
            })
    void noFormulaWhateverLineEndItHas(String text) {
        assertThat(CsvText.cell(text)).startsWith("'").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"+4930123", "-5", "-1.25", "1e5", "-1.0E-5", "42", "a=b", "a-b", "", "x;y"})
    void numbersAndTextStayAsTheyAre(String text) {
        assertThat(CsvText.cell(text)).isEqualTo(text);
    }

    @Test
    void anotherSeparatorBeginsNoFormulaEither() {
        assertThat(CsvText.cell("ua;=1+1")).isEqualTo("ua;'=1+1");
    }
}
