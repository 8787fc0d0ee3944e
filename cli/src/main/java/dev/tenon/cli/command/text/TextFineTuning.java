package dev.tenon.cli.command.text;

import dev.tenon.callbacks.History;
import dev.tenon.cli.input.CsvTable;
import dev.tenon.cli.output.Output;
import dev.tenon.cli.output.TextFiles;
import dev.tenon.cli.train.TrainingReport;
import dev.tenon.data.Dataset;
import dev.tenon.error.UnsupportedModelException;
import dev.tenon.initializers.Seeds;
import dev.tenon.optimizers.Optimizers;
import dev.tenon.text.TextClassifier;
import dev.tenon.training.FitOptions;
import dev.tenon.zoo.ConfusionMatrix;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Trains the network of a folder on a CSV file: on classes of texts, or as {@link TextTask} says.
 *
 * @param epochs passes over the texts
 * @param rate Adam's learning rate
 * @param batchSize texts of a step
 * @param validationSplit the share of texts that is held out
 * @param seed what all draws follow
 * @param target the column of classes, tags or answers; null for the usual one
 * @param report the HTML page to write; null for none
 */
public record TextFineTuning(
    int epochs,
    double rate,
    int batchSize,
    double validationSplit,
    long seed,
    @Nullable String target,
    @Nullable Path report) {
  private static final String TEXT = "text";

  /** Trains, and writes the new folder. */
  public void run(Path folder, Path csv, Path output, Output out) throws IOException {
    checkTarget(output);
    CsvTable table = CsvTable.read(csv);
    TextTask task = TextTask.of(folder, table, target);
    if (task == TextTask.CLASSES) {
      classes(folder, csv, table, output, out);
    } else if (report != null) {
      throw new IllegalArgumentException(
          "--report is for classes of whole texts: leave it out for this network");
    } else {
      rows(folder, TextRows.of(task, table, target).shuffled(seed), task, output, out);
    }
  }

  private void rows(Path folder, TextRows all, TextTask task, Path output, Output out)
      throws IOException {
    int held = held(all.size());
    Seeds.setRandomSeed(seed);
    try (TextPipeline pipeline = TextPipeline.open(task, folder, all)) {
      out.line(
          String.format(
              Locale.ROOT,
              pipeline.name() + " to learn from, %,d held out",
              all.size() - held,
              held));
      pipeline.compile().accept(Optimizers.adam(rate));
      FitOptions options = FitOptions.DEFAULTS.epochs(epochs).seed(seed);
      FitOptions validated =
          held == 0
              ? options
              : options.validationData(Dataset.of(all.range(0, held).batch()).batch(batchSize));
      Dataset training =
          Dataset.of(all.range(held, all.size()).batch()).batch(batchSize).shuffle(seed);
      History history = pipeline.fit().apply(training, validated);
      pipeline.saving().save(output);
      List<Double> losses = history.get(held == 0 ? "loss" : "val_loss");
      out.line(
          String.format(
              Locale.ROOT,
              "loss %.4f after the first epoch, %.4f after the last one, on the texts %s",
              losses.get(0),
              losses.get(losses.size() - 1),
              held == 0 ? "that it learned from" : "held out"));
      out.line("wrote " + output);
      out.line("try: " + pipeline.use().formatted(output));
    }
  }

  private int held(int size) {
    return (int) Math.floor(size * validationSplit);
  }

  private void classes(Path folder, Path csv, CsvTable table, Path output, Output out)
      throws IOException {
    LabelledTexts all = texts(table).shuffled(seed);
    int held = held(all.size());
    LabelledTexts training = all.range(held, all.size());
    LabelledTexts measured = held == 0 ? all : all.range(0, held);
    Seeds.setRandomSeed(seed);
    try (TextClassifier classifier = open(folder, all.labels())) {
      out.line(
          String.format(
              Locale.ROOT,
              "a classifier of %d classes; %,d texts to learn from, %,d held out",
              classifier.labels().size(),
              training.size(),
              held));
      classifier.compile(Optimizers.adam(rate));
      FitOptions options = FitOptions.DEFAULTS.epochs(epochs).batchSize(batchSize).seed(seed);
      FitOptions validated =
          held == 0
              ? options
              : options.validationData(Dataset.of(measured.batch()).batch(batchSize));
      History history = classifier.fit(training.texts(), training.labels(), validated);
      classifier.save(output);
      ConfusionMatrix matrix = measured.confusion(classifier);
      out.line(
          String.format(
              Locale.ROOT,
              "%.2f %% of the %d texts %s are named right",
              100 * matrix.accuracy(),
              matrix.samples(),
              held == 0 ? "that it learned from" : "held out"));
      out.print(matrix.toString());
      out.line("wrote " + output);
      if (report != null) {
        write(report, folder, csv, output, history, matrix, classifier.labels().size());
        out.line("wrote " + report);
      }
      out.line("try: tenon classify " + output + " --text TEXT");
    }
  }

  /** What cannot be written is said before the training. */
  private void checkTarget(Path output) throws IOException {
    if (report != null) {
      TextFiles.suffix(report, "html");
    }
    Path parent = output.toAbsolutePath().getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      throw new NoSuchFileException(
          String.valueOf(parent), null, "the folder to write to is missing");
    }
    if (Files.exists(output) && !Files.isRegularFile(output.resolve("config.json"))) {
      throw new FileAlreadyExistsException(
          output.toString(), null, "is there and no Hugging Face folder: choose another name");
    }
  }

  private LabelledTexts texts(CsvTable table) {
    List<String> columns = List.copyOf(table.columns().keySet());
    String labels = target == null ? TextTask.CLASSES.target() : target;
    List<String> classes = table.column(labels);
    List<String> others = columns.stream().filter(name -> !name.equals(labels)).toList();
    String texts = others.size() == 1 ? others.get(0) : TEXT;
    LabelledTexts all = new LabelledTexts(table.column(texts), classes);
    if (new TreeSet<>(classes).size() < 2) {
      throw new IllegalArgumentException(
          table.file()
              + ": column '"
              + labels
              + "' has a single class, '"
              + classes.get(0)
              + "'; expected at least two");
    }
    return all;
  }

  /** A classifier of these classes keeps its head; another network gets a new one. */
  private static TextClassifier open(Path folder, List<String> labels) throws IOException {
    List<String> names = List.copyOf(new TreeSet<>(labels));
    try {
      TextClassifier own = TextClassifier.load(folder);
      if (own.labels().containsAll(names)) {
        return own;
      }
      own.close();
    } catch (UnsupportedModelException otherHead) {
      return TextClassifier.load(folder, names);
    }
    return TextClassifier.load(folder, names);
  }

  private void write(
      Path page,
      Path folder,
      Path csv,
      Path output,
      History history,
      ConfusionMatrix matrix,
      int classes)
      throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("data", csv.toString());
    facts.put("network", folder + ", " + classes + " classes");
    TrainingReport.ofClassifier(facts, seed, output, history, matrix, program(output)).write(page);
  }

  private static String program(Path output) {
    return """
        import dev.tenon.text.TextClassifier;
        import java.io.IOException;
        import java.nio.file.Path;

        final class UseModel {
          public static void main(String[] args) throws IOException {
            try (TextClassifier classifier = TextClassifier.load(Path.of("%s"))) {
              System.out.println(classifier.classify("a text"));
            }
          }
        }
        """
        .formatted(output.toString().replace("\\", "\\\\").replace("\"", "\\\""));
  }
}
