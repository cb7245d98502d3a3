package io.siphon.sources.archive;

/**
 * The part of a file that could not be read.
 *
 * @param path the file
 * @param position of the damage in the unpacked file, bytes
 * @param usable whether the file is a capture, so that everything before was read
 * @param reason what was found
 */
public record Damage(String path, long position, boolean usable, String reason) {

    private static final String LINK_TYPE = "link type ";

    /** Frames of a link layer that Siphon cannot read. */
    public static Damage linkType(String path, long position, int number) {
        String reason = LINK_TYPE + number + " is not supported, its packets are skipped";
        return new Damage(path, position, true, reason);
    }

    /**
     * Whether an earlier one has told this: of a file's link type, which is found again when
     * reading goes on after a restart, and in every part of the file.
     */
    public boolean isToldBy(Damage earlier) {
        return reason.startsWith(LINK_TYPE)
                && reason.equals(earlier.reason)
                && path.equals(earlier.path);
    }

    @Override
    public String toString() {
        String name = path.startsWith("file:") ? path.substring("file:".length()) : path;
        return name + " at " + position + ": " + reason;
    }
}
