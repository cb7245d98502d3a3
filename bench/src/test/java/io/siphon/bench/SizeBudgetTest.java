package io.siphon.bench;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

/** Files of at most 400 lines and methods of at most 60, in the product's and the bench's code. */
class SizeBudgetTest {

    private static final Path ROOT = Path.of("..");
    private static final List<String> MODULES =
            List.of("schema", "sources", "udf", "console", "job", "bench");

    private static final int FILE_LINES = 400;
    private static final int METHOD_LINES = 60;

    /** File or {@code File#method}, with the reason. Remove an entry when its reason is gone. */
    private static final Map<String, String> EXCEPTIONS = Map.of();

    private static final Map<String, Integer> FILES = new TreeMap<>();
    private static final Map<String, Integer> METHODS = new TreeMap<>();

    @BeforeAll
    static void measures() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, UTF_8)) {
            JavacTask task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    manager,
                                    null,
                                    null,
                                    null,
                                    manager.getJavaFileObjectsFromPaths(sources));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree file : task.parse()) {
                measure(file, positions);
            }
        }
    }

    private static void measure(CompilationUnitTree file, SourcePositions positions) {
        String path = file.getSourceFile().getName();
        String name = path.substring(path.lastIndexOf('/') + 1).replace(".java", "");
        long end = positions.getEndPosition(file, file);
        FILES.merge(name, (int) file.getLineMap().getLineNumber(end), Math::max);
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void none) {
                long from = positions.getStartPosition(file, method);
                long to = positions.getEndPosition(file, method);
                if (to > from) { // a record's own constructor is nowhere
                    long lines =
                            file.getLineMap().getLineNumber(to)
                                    - file.getLineMap().getLineNumber(from)
                                    + 1;
                    METHODS.merge(name + "#" + method.getName(), (int) lines, Math::max);
                }
                return super.visitMethod(method, none);
            }
        }.scan(file, null);
    }

    @Test
    void filesHaveAtMost400Lines() {
        assertThat(FILES).hasSizeGreaterThan(300);
        assertThat(over(FILES, FILE_LINES)).isEmpty();
    }

    @Test
    void methodsHaveAtMost60Lines() {
        assertThat(METHODS).hasSizeGreaterThan(1000);
        assertThat(over(METHODS, METHOD_LINES)).isEmpty();
    }

    private static List<String> over(Map<String, Integer> lines, int budget) {
        return lines.entrySet().stream()
                .filter(entry -> entry.getValue() > budget)
                .filter(entry -> !EXCEPTIONS.containsKey(entry.getKey()))
                .map(entry -> entry.getKey() + ": " + entry.getValue() + " lines")
                .toList();
    }
}
