package dev.tenon.tests.docs;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of Java in a page.
 *
 * <p>A comment of HTML in front of it says what the text around it has introduced: {@code <!--
 * given: Model model, Tensor x -->}, or {@code <!-- given: class -->} where the block has
 * declarations of a class.
 *
 * @param name the name of the page with the number of the block, a Java identifier
 * @param given the parameters, or {@code class}
 * @param code the lines of the block
 */
record JavaBlock(String name, String given, String code) {
  private static final Pattern BLOCK =
      Pattern.compile(
          "(?:^<!-- given: ([^\\n]*?) -->\\s*\\n)?^```java\\n(.*?)^```",
          Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern IMPORT = Pattern.compile("^import .*;\\n", Pattern.MULTILINE);

  /** Returns the blocks of a page but the descriptors of modules. */
  static List<JavaBlock> of(String page, String text) {
    List<JavaBlock> blocks = new ArrayList<>();
    Matcher matcher = BLOCK.matcher(text);
    while (matcher.find()) {
      String given = matcher.group(1) == null ? "" : matcher.group(1);
      String code = matcher.group(2).replace("…", "");
      if (!code.startsWith("module ")) {
        blocks.add(
            new JavaBlock(
                page.replaceAll("\\W", "_") + "_" + (blocks.size() + 1),
                given.replaceAll("\\s+", " "),
                code));
      }
    }
    return blocks;
  }

  /**
   * Returns a source file with the block.
   *
   * @param imports the imports of a usual program; those of the block come first
   */
  String source(String imports) {
    StringBuilder own = new StringBuilder();
    IMPORT.matcher(code).results().forEach(match -> own.append(match.group()));
    String body = IMPORT.matcher(code).replaceAll("");
    String inside =
        given.equals("class")
            ? body
            : "void run(" + given + ") throws Exception {\n" + body + "}\n";
    return own + imports + "final class " + name + " {\n" + inside + "}\n";
  }
}
