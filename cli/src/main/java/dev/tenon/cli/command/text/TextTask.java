package dev.tenon.cli.command.text;

import dev.tenon.cli.input.CsvTable;
import dev.tenon.limits.LoadLimits;
import dev.tenon.zoo.huggingface.FolderConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a network of texts learns from a CSV file. */
enum TextTask {
  /** A class of each text. */
  CLASSES("label"),
  /** A class of each word. */
  TAGS("tags"),
  /** The part of a context that answers a question. */
  ANSWERS("answer"),
  /** Pairs of texts that are similar. */
  PAIRS("other"),
  /** The words of texts. */
  WORDS("text");

  private final String target;

  TextTask(String target) {
    this.target = target;
  }

  /**
   * Returns the task: that of the head of a folder. An encoder without a task of its own has that
   * of the columns.
   *
   * @param target the column that is learned; null for the usual one
   */
  static TextTask of(Path folder, CsvTable table, @Nullable String target) throws IOException {
    String head =
        FolderConfig.read(folder, LoadLimits.DEFAULTS).names("architectures").stream()
            .findFirst()
            .orElse("");
    if (head.endsWith("ForTokenClassification")) {
      return TAGS;
    }
    if (head.endsWith("ForQuestionAnswering")) {
      return ANSWERS;
    }
    if (head.endsWith("ForSequenceClassification") || target != null || CLASSES.isIn(table)) {
      return CLASSES;
    }
    if (TAGS.isIn(table)) {
      return TAGS;
    }
    if (ANSWERS.isIn(table)) {
      return ANSWERS;
    }
    if (head.endsWith("ForMaskedLM")) {
      return WORDS;
    }
    return Files.isRegularFile(folder.resolve("modules.json")) ? PAIRS : CLASSES;
  }

  /** Returns the name of the usual column of what is learned. */
  String target() {
    return target;
  }

  /** Returns whether a table has the column that is learned, and for questions all columns. */
  private boolean isIn(CsvTable table) {
    List<String> wanted =
        this == ANSWERS ? List.of("question", "context", target) : List.of(target);
    return table.columns().keySet().containsAll(wanted);
  }
}
