package io.siphon.bench.lab;

import io.siphon.bench.server.ServerProcess;

import org.junit.jupiter.api.Assumptions;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk of a few megabytes, in memory, that can be filled to its last block. */
public final class SmallDisk implements AutoCloseable {

    private final Path folder;

    private SmallDisk(Path folder) {
        this.folder = folder;
    }

    /**
     * Mounts one over an empty folder, or skips the test where only root may.
     *
     * @param megabytes that it has
     * @param user whose it is
     */
    public static SmallDisk mounted(Path folder, int megabytes, String user) {
        Assumptions.assumeTrue(ServerProcess.isRoot(), "only root may mount");
        run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m,mode=700", "none", "" + folder);
        run("chown", user, folder.toString());
        return new SmallDisk(folder);
    }

    public Path folder() {
        return folder;
    }

    /** Leaves so much room, 0 for none. */
    public void fill(int megabytes) {
        byte[] block = new byte[4096];
        try (OutputStream out = Files.newOutputStream(filler())) {
            while (megabytes == 0 || folder.toFile().getUsableSpace() > (long) megabytes << 20) {
                out.write(block);
            }
        } catch (IOException full) {
            // as it should be
        }
    }

    /** Gives the room back. */
    public void free() {
        try {
            Files.delete(filler());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path filler() {
        return folder.resolve("filler");
    }

    @Override
    public void close() {
        run("umount", "--lazy", folder.toString());
    }

    private static void run(String... command) {
        try {
            Process process = new ProcessBuilder(command).inheritIO().start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
