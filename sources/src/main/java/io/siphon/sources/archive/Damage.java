package io.siphon.sources.archive;

/**
 * The part of a file that could not be read.
 *
 * @param path the file
 * @param position where, in octets of the unpacked file
 * @param usable whether the file is a capture at all, so that what is before was read
 * @param reason what was met
 */
public record Damage(String path, long position, boolean usable, String reason) {

    @Override
    public String toString() {
        String name = path.startsWith("file:") ? path.substring("file:".length()) : path;
        return name + " at " + position + ": " + reason;
    }
}
