package io.siphon.udf.suspect;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;

import java.io.File;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Map;
import java.util.regex.Pattern;

/** Countries of addresses, by a file in MaxMind's DB format, which each task opens when needed. */
final class AddressCountries implements Serializable {

    private static final long serialVersionUID = 1L;

    /** Anything else would be looked up as a name. */
    private static final Pattern NUMERIC =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F]*:[0-9a-fA-F:.]*");

    private final String file;
    private transient Reader reader;

    AddressCountries(String file) {
        this.file = file;
    }

    /**
     * ISO 3166 code; empty when the file does not know.
     *
     * @param address as digits
     */
    String of(String address) {
        if (!NUMERIC.matcher(address).matches()) {
            return "";
        }
        Reader open = reader();
        try {
            Map<?, ?> record = open.get(InetAddress.getByName(address), Map.class);
            return record != null
                            && record.get("country") instanceof Map<?, ?> country
                            && country.get("iso_code") instanceof String code
                    ? code
                    : "";
        } catch (IOException | IllegalArgumentException e) {
            return ""; // IPv6, and a file that has none; a damaged record
        }
    }

    private Reader reader() {
        if (reader == null) {
            try {
                reader = new Reader(new File(file), new CHMCache());
            } catch (IOException e) {
                throw new UncheckedIOException("cannot read " + file, e);
            }
        }
        return reader;
    }
}
