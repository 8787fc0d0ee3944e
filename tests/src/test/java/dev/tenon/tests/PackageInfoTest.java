package dev.tenon.tests;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tenon.testing.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every package says which of its classes to read first. */
final class PackageInfoTest {
  private static final Pattern SOURCES =
      Pattern.compile("(?!tests/|samples/consumer).*src/main/java/.*");

  @Test
  void everyPackageNamesAClassOfItsOwn() throws IOException {
    List<String> silent = new ArrayList<>();
    for (Path folder : packages()) {
      List<String> classes = classes(folder);
      Path info = folder.resolve("package-info.java");
      String text = Files.exists(info) ? javadoc(Files.readString(info)) : "";
      if (classes.stream().noneMatch(name -> text.matches("(?s).*\\b" + name + "\\b.*"))) {
        silent.add(Checkout.root().relativize(folder).toString());
      }
    }
    assertThat(silent).isEmpty();
  }

  /** Returns the comment without the packages of its links: they may be named as a class is. */
  private static String javadoc(String source) {
    return source.substring(0, source.indexOf("*/") + 1).replaceAll("dev\\.tenon\\.[a-z.]*", "");
  }

  private static List<Path> packages() throws IOException {
    try (Stream<Path> all = Files.walk(Checkout.root())) {
      return all.filter(Files::isDirectory)
          .filter(path -> SOURCES.matcher(Checkout.root().relativize(path).toString()).matches())
          .filter(path -> !classes(path).isEmpty())
          .toList();
    }
  }

  private static List<String> classes(Path folder) {
    String[] names = folder.toFile().list((where, name) -> name.matches("[A-Z]\\w*\\.java"));
    return names == null ? List.of() : Stream.of(names).map(n -> n.replace(".java", "")).toList();
  }
}
