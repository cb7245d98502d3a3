package io.siphon.sources.hep;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class HepProtocolTest {

    @Test
    void noTwoNumbersAreTheSame() throws Exception {
        List<Integer> numbers = new ArrayList<>();
        for (Field field : HepProtocol.class.getFields()) {
            numbers.add(field.getInt(null));
        }
        assertThat(numbers).contains(HepProtocol.CAPTURE_MARK).doesNotHaveDuplicates();
    }
}
