package io.siphon.sources.listen.reader;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.jar.JarFile;

/**
 * Loads all classes of this module, for a thread that outlives its job. On a cluster the job's
 * class loader is closed with the job, and no class can be loaded after that.
 */
final class ClassPreloader {

    private static final Logger LOG = LoggerFactory.getLogger(ClassPreloader.class);

    private static final String MODULE = "io/siphon/sources/";
    private static final String SUFFIX = ".class";

    private static boolean loaded;

    private ClassPreloader() {}

    /** Loads them once; does nothing when there is no class loader of a job. */
    static synchronized void load() {
        ClassLoader loader = ClassPreloader.class.getClassLoader();
        if (loaded || loader == ClassLoader.getSystemClassLoader()) {
            return;
        }
        loaded = true;
        try (JarFile jar =
                new JarFile(
                        Path.of(
                                        ClassPreloader.class
                                                .getProtectionDomain()
                                                .getCodeSource()
                                                .getLocation()
                                                .toURI())
                                .toFile())) {
            jar.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith(MODULE) && name.endsWith(SUFFIX))
                    .forEach(name -> load(name, loader));
        } catch (IOException | URISyntaxException | RuntimeException e) {
            LOG.warn("cannot load classes ahead: {}", e.toString());
        }
    }

    private static void load(String file, ClassLoader loader) {
        String name = file.substring(0, file.length() - SUFFIX.length()).replace('/', '.');
        try {
            Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            LOG.debug("cannot load {}: {}", name, e.toString());
        }
    }
}
