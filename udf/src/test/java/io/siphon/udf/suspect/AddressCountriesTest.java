package io.siphon.udf.suspect;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** A file made as the specification of MaxMind's DB format, 2.0, has it. */
class AddressCountriesTest {

    private static final int EMPTY = -1;

    @TempDir private Path folder;

    @Test
    void knowsTheCountriesOfTheFile() throws Exception {
        AddressCountries countries = new AddressCountries(file().toString());
        assertThat(countries.of("192.0.2.7")).isEqualTo("DE");
        assertThat(countries.of("198.51.100.7")).isEqualTo("CU");
        assertThat(countries.of("203.0.113.7")).isEmpty();
    }

    /** A sender may write anything where an address should be: no name is looked up. */
    @Test
    void nothingButAnAddressIsLookedUp() throws Exception {
        AddressCountries countries = new AddressCountries(file().toString());
        for (String text :
                List.of("", "localhost", "a.example.org", "dead.beef", "::1%eth0", "]")) {
            assertThat(countries.of(text)).as(text).isEmpty();
        }
    }

    private Path file() throws IOException {
        Path file = folder.resolve("countries.mmdb");
        List<int[]> nodes = new ArrayList<>(List.of(new int[] {EMPTY, EMPTY}));
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        put(nodes, 0xC0000200, 24, -2 - data.size());
        data.write(country("DE"));
        put(nodes, 0xC6336400, 24, -2 - data.size());
        data.write(country("CU"));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int[] node : nodes) {
            for (int record : node) {
                int value =
                        record == EMPTY
                                ? nodes.size()
                                : record >= 0 ? record : nodes.size() + 16 - 2 - record;
                all.write(new byte[] {(byte) (value >> 16), (byte) (value >> 8), (byte) value});
            }
        }
        all.write(new byte[16]);
        data.writeTo(all);
        all.write("\u00ab\u00cd\u00efMaxMind.com".getBytes(ISO_8859_1));
        all.write(0xE9); // a map of nine
        number(all, "binary_format_major_version", 5, 2);
        number(all, "binary_format_minor_version", 5, 0);
        text(all, "build_epoch");
        all.write(new byte[] {1, 2, 1}); // uint64, of one octet
        text(all, "database_type");
        text(all, "Test");
        text(all, "description");
        all.write(0xE0);
        number(all, "ip_version", 5, 4);
        text(all, "languages");
        all.write(new byte[] {0, 4}); // an empty array
        number(all, "node_count", 6, nodes.size());
        number(all, "record_size", 5, 24);
        return Files.write(file, all.toByteArray());
    }

    private static void put(List<int[]> nodes, int address, int bits, int record) {
        int node = 0;
        for (int bit = 0; bit < bits; bit++) {
            int side = address >>> 31 - bit & 1;
            if (bit == bits - 1) {
                nodes.get(node)[side] = record;
            } else {
                if (nodes.get(node)[side] == EMPTY) {
                    nodes.get(node)[side] = nodes.size();
                    nodes.add(new int[] {EMPTY, EMPTY});
                }
                node = nodes.get(node)[side];
            }
        }
    }

    private static byte[] country(String code) throws IOException {
        ByteArrayOutputStream record = new ByteArrayOutputStream();
        record.write(0xE1);
        text(record, "country");
        record.write(0xE1);
        text(record, "iso_code");
        text(record, code);
        return record.toByteArray();
    }

    private static void text(ByteArrayOutputStream to, String text) throws IOException {
        to.write(0x40 | text.length());
        to.write(text.getBytes(UTF_8));
    }

    private static void number(ByteArrayOutputStream to, String name, int type, int value)
            throws IOException {
        text(to, name);
        to.write(type << 5 | 2);
        to.write(new byte[] {(byte) (value >> 8), (byte) value});
    }
}
