package dev.tenon.tests.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.testing.Checkout;
import dev.tenon.testing.JavaCompilation;
import dev.tenon.testing.TestClassPath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every block of Java in README.md and docs compiles as it is printed. */
final class JavaBlocksTest {
  @TempDir Path folder;

  @Test
  void blocksCompile() throws IOException {
    String imports = imports();
    List<String> files = new ArrayList<>();
    for (Path page : pages()) {
      for (JavaBlock block : JavaBlock.of(name(page), Files.readString(page))) {
        Path file = folder.resolve(block.name() + ".java");
        Files.writeString(file, block.source(imports));
        files.add(file.toString());
      }
    }
    assertThat(files).hasSizeGreaterThan(15);
    assertThat(compile(files)).isEmpty();
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(Checkout.file("docs"))) {
      return Stream.concat(
              Stream.of(Checkout.file("README.md")),
              docs.filter(page -> page.toString().endsWith(".md")).sorted())
          .toList();
    }
  }

  private static String name(Path page) {
    return page.getFileName().toString().replace(".md", "");
  }

  /** Returns the imports that an editor adds: the packages of users, and some of Java's. */
  private static String imports() throws IOException {
    Stream<String> packages =
        Files.readAllLines(Checkout.file("docs/public-types.txt")).stream()
            .map(type -> type.replaceFirst("\\.[A-Z].*", ""))
            .distinct();
    return Stream.concat(packages, Stream.of("java.nio.file", "java.time", "java.util"))
        .map(each -> "import " + each + ".*;\n")
        .collect(Collectors.joining());
  }

  private String compile(List<String> files) {
    List<String> arguments =
        new ArrayList<>(List.of("-proc:none", "-implicit:none", "-d", folder.toString(), "-cp"));
    arguments.add(TestClassPath.text());
    arguments.addAll(files);
    return JavaCompilation.messages(arguments.toArray(String[]::new));
  }
}
