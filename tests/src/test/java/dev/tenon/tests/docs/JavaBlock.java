package dev.tenon.tests.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A block of Java in a page.
 *
 * <p>A comment of HTML in front of it says what the text around it has introduced: {@code <!--
 * given: Model model, Tensor x -->}, or {@code <!-- given: class -->} where the block has
 * declarations of a class. A block with {@code public final class} is a whole program, with all its
 * imports. A comment {@code <!-- prints -->} and a block of text behind it have what it prints.
 *
 * @param page the file's path from the root
 * @param name the name of the page with the number of the block, a Java identifier
 * @param given the parameters, or {@code class}
 * @param code the lines of the block
 * @param printed what the block prints; null where the page does not say it
 */
record JavaBlock(String page, String name, String given, String code, @Nullable String printed) {
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:^<!-- given: ([^\\n]*?) -->\\s*\\n)?^```java\\n(.*?)^```\\n"
              + "(?:\\s*(?:^[^\\n`#][^\\n]*:\\n\\s*)?^<!-- prints -->\\n\\s*^```text\\n(.*?)^```\\n)?",
          Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern IMPORT = Pattern.compile("^import .*;\\n", Pattern.MULTILINE);
  private static final Pattern PROGRAM =
      Pattern.compile("^public final class (\\w+)", Pattern.MULTILINE);

  /** Returns the blocks of a page but the descriptors of modules. */
  static List<JavaBlock> of(String page, String text) {
    List<JavaBlock> blocks = new ArrayList<>();
    String prefix =
        page.replaceFirst("^docs/", "").replaceFirst("\\.md$", "").replaceAll("\\W", "_");
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      String given = matcher.group(1) == null ? "" : matcher.group(1);
      String code = matcher.group(2).replace("…", "");
      if (!code.startsWith("module ")) {
        blocks.add(
            new JavaBlock(
                page,
                prefix + "_" + (blocks.size() + 1),
                given.replaceAll("\\s+", " "),
                code,
                matcher.group(3)));
      }
    }
    return blocks;
  }

  /** Returns a page with other text in the block of text that begins after the given offset. */
  static String withPrinted(String text, JavaBlock block, String printed) {
    int code = text.indexOf("```java\n" + block.code());
    int begin = text.indexOf("```text\n", code) + "```text\n".length();
    return text.substring(0, begin) + printed + text.substring(text.indexOf("```\n", begin));
  }

  /** Returns the name of the class that has the block. */
  String className() {
    Matcher program = PROGRAM.matcher(code);
    return program.find() ? name + "." + program.group(1) : name;
  }

  /** Returns the path of its source file. */
  String file() {
    return className().replace('.', '/') + ".java";
  }

  /**
   * Returns a source file with the block.
   *
   * @param imports the imports of a usual program; those of the block come first
   */
  String source(String imports) {
    if (PROGRAM.matcher(code).find()) {
      return "package " + name + ";\n" + code;
    }
    StringBuilder own = new StringBuilder();
    IMPORT.matcher(code).results().forEach(match -> own.append(match.group()));
    String body = IMPORT.matcher(code).replaceAll("");
    String inside =
        given.equals("class")
            ? body
            : "public static void main("
                + (printed == null ? given : "String[] args")
                + ") throws Exception {\n"
                + body
                + "}\n";
    return own + imports + "final class " + name + " {\n" + inside + "}\n";
  }
}
