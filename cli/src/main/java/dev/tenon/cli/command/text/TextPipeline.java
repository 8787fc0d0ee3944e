package dev.tenon.cli.command.text;

import dev.tenon.callbacks.History;
import dev.tenon.data.Dataset;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.optimizers.Optimizer;
import dev.tenon.text.Embedder;
import dev.tenon.text.FillMask;
import dev.tenon.text.QuestionAnswerer;
import dev.tenon.text.TokenClassifier;
import dev.tenon.training.FitOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * A pipeline that learns from rows of texts.
 *
 * @param name what it is and what it learns from, for the first line
 * @param use how the written folder is used, in which {@code %s} is its name
 * @param compile sets the optimizer
 * @param fit trains
 * @param saving writes the folder
 * @param end closes it
 */
record TextPipeline(
    String name,
    String use,
    Consumer<Optimizer> compile,
    BiFunction<Dataset, FitOptions, History> fit,
    Saving saving,
    Runnable end)
    implements AutoCloseable {

  /** Writes a folder. */
  @FunctionalInterface
  interface Saving {
    void save(Path folder) throws IOException;
  }

  /**
   * Opens a folder for a task.
   *
   * @param rows what it will learn
   */
  static TextPipeline open(TextTask task, Path folder, TextRows rows) throws IOException {
    return switch (task) {
      case TAGS -> {
        TokenClassifier tags = tags(folder, rows.targets().get(0));
        yield new TextPipeline(
            "a classifier of tokens with " + tags.labels().size() + " tags; %,d texts",
            "TokenClassifier.load(Path.of(\"%s\")).classify(\"TEXT\") in Java",
            tags::compile,
            tags::fit,
            tags::save,
            tags::close);
      }
      case ANSWERS -> {
        QuestionAnswerer answers = answers(folder);
        yield new TextPipeline(
            "an answerer of questions; %,d questions",
            "QuestionAnswerer.load(Path.of(\"%s\")).answer(\"QUESTION\", \"CONTEXT\") in Java",
            answers::compile,
            answers::fit,
            answers::save,
            answers::close);
      }
      case PAIRS -> {
        Embedder pairs = Embedder.load(folder);
        yield new TextPipeline(
            "an encoder of texts; %,d pairs" + (rows.targets().isEmpty() ? "" : " with scores"),
            "tenon embed %s --text TEXT",
            pairs::compile,
            pairs::fit,
            pairs::save,
            pairs::close);
      }
      default -> {
        FillMask words = FillMask.load(folder);
        yield new TextPipeline(
            "a masked language model; %,d texts",
            "FillMask.load(Path.of(\"%s\")).fill(\"TEXT WITH " + words.mask() + "\") in Java",
            words::compile,
            words::fit,
            words::save,
            words::close);
      }
    };
  }

  /** A classifier of these tags keeps its head; another network gets a new one. */
  private static TokenClassifier tags(Path folder, List<String> column) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    column.forEach(tags -> names.addAll(TextRows.words(tags)));
    try {
      TokenClassifier own = TokenClassifier.load(folder);
      if (own.labels().containsAll(names)) {
        return own;
      }
      own.close();
    } catch (UnsupportedModelException otherHead) {
      return TokenClassifier.load(folder, List.copyOf(names));
    }
    return TokenClassifier.load(folder, List.copyOf(names));
  }

  private static QuestionAnswerer answers(Path folder) throws IOException {
    try {
      return QuestionAnswerer.load(folder);
    } catch (UnsupportedModelException otherHead) {
      return QuestionAnswerer.loadEncoder(folder);
    }
  }

  @Override
  public void close() {
    end.run();
  }
}
