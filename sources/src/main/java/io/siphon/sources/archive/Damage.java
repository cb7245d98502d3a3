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

    @Override
    public String toString() {
        String name = path.startsWith("file:") ? path.substring("file:".length()) : path;
        return name + " at " + position + ": " + reason;
    }
}
