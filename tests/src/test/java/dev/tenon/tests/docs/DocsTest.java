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
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every block of Java in README.md, docs and docs/guides compiles as it is printed, and those with
 * an output print it.
 *
 * <p>{@code -Dtenon.pages=write} writes the outputs into the pages.
 */
final class DocsTest {
  @TempDir Path folder;

  @Test
  void blocksCompileAndPrintWhatPagesSay() throws IOException, InterruptedException {
    List<JavaBlock> blocks = blocks();
    assertThat(blocks).hasSizeGreaterThan(20);
    compile(blocks);
    List<JavaBlock> programs = blocks.stream().filter(each -> each.printed() != null).toList();
    assertThat(programs).hasSizeGreaterThan(15);
    Map<JavaBlock, String> outputs = run(programs);
    if ("write".equals(System.getProperty("tenon.pages"))) {
      System.out.println(Files.readString(folder.resolve("messages")));
      write(outputs);
      return;
    }
    List<String> differences = new ArrayList<>();
    outputs.forEach(
        (block, output) ->
            PrintedText.difference(block.printed(), output)
                .ifPresent(it -> differences.add(block.page() + " " + block.name() + ": " + it)));
    assertThat(differences).isEmpty();
  }

  private static List<JavaBlock> blocks() throws IOException {
    List<JavaBlock> blocks = new ArrayList<>();
    for (String page : pages()) {
      blocks.addAll(JavaBlock.of(page, Files.readString(Checkout.file(page))));
    }
    return blocks;
  }

  /** Returns the pages, as paths from the root. */
  static List<String> pages() throws IOException {
    try (Stream<Path> docs = Files.list(Checkout.file("docs"));
        Stream<Path> guides = Files.list(Checkout.file("docs/guides"))) {
      Stream<Path> all = Stream.concat(docs, guides).filter(it -> it.toString().endsWith(".md"));
      return Stream.concat(
              Stream.of("README.md"),
              all.map(it -> Checkout.root().relativize(it).toString().replace('\\', '/')).sorted())
          .toList();
    }
  }

  private void compile(List<JavaBlock> blocks) throws IOException {
    String imports = imports();
    List<String> arguments =
        new ArrayList<>(List.of("-proc:none", "-implicit:none", "-d", folder.toString(), "-cp"));
    arguments.add(TestClassPath.text());
    for (JavaBlock block : blocks) {
      Path file = folder.resolve("source").resolve(block.file());
      Files.createDirectories(file.getParent());
      Files.writeString(file, block.source(imports));
      arguments.add(file.toString());
    }
    assertThat(JavaCompilation.messages(arguments.toArray(String[]::new))).isEmpty();
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

  /** Runs all programs in one JVM, in a folder that has the samples of the checkout. */
  private Map<JavaBlock, String> run(List<JavaBlock> programs)
      throws IOException, InterruptedException {
    Path work = Files.createDirectories(folder.resolve("work"));
    Files.createSymbolicLink(work.resolve("samples"), Checkout.file("samples"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:TieredStopAtLevel=1",
                "-Dtenon.threads=1",
                "-cp",
                folder + java.io.File.pathSeparator + TestClassPath.text(),
                BlockRunner.class.getName()));
    programs.forEach(it -> command.add(it.className()));
    Process process =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("messages").toFile())
            .start();
    boolean ended = process.waitFor(3, TimeUnit.MINUTES);
    process.destroyForcibly();
    assertThat(ended).as("programs end").isTrue();
    Map<JavaBlock, String> outputs = new java.util.LinkedHashMap<>();
    for (JavaBlock program : programs) {
      Path output = work.resolve(program.className() + BlockRunner.SUFFIX);
      assertThat(output).as(Files.readString(folder.resolve("messages"))).exists();
      outputs.put(program, Files.readString(output));
    }
    return outputs;
  }

  private static void write(Map<JavaBlock, String> outputs) throws IOException {
    Map<String, String> pages = new TreeMap<>();
    for (Map.Entry<JavaBlock, String> each : outputs.entrySet()) {
      JavaBlock block = each.getKey();
      String text = pages.get(block.page());
      if (text == null) {
        text = Files.readString(Checkout.file(block.page()));
      }
      if (PrintedText.difference(block.printed(), each.getValue()).isPresent()) {
        text = JavaBlock.withPrinted(text, block, each.getValue());
      }
      pages.put(block.page(), text);
    }
    for (Map.Entry<String, String> page : pages.entrySet()) {
      Files.writeString(Checkout.file(page.getKey()), page.getValue());
    }
  }
}
