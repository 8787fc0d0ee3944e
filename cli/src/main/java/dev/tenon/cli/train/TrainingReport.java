package dev.tenon.cli.train;

import dev.tenon.Model;
import dev.tenon.callbacks.History;
import dev.tenon.cli.output.MetricTable;
import dev.tenon.cli.output.TextFiles;
import dev.tenon.data.Batch;
import dev.tenon.data.Dataset;
import dev.tenon.model.TensorSpec;
import dev.tenon.tensor.Tensor;
import dev.tenon.zoo.ConfusionMatrix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A page on a training, in one HTML file: metrics, curves, confusion matrix or residuals, and how
 * to load the model.
 *
 * @param title what was trained
 * @param facts lines on the data and the training, by name
 * @param values the loss and the metrics on the samples that they were measured on
 * @param history the epochs
 * @param confusion the counts of true and predicted classes; null for a regressor
 * @param program a Java program that loads the model
 */
public record TrainingReport(
    String title,
    Map<String, String> facts,
    Map<String, Double> values,
    History history,
    @Nullable ConfusionMatrix confusion,
    String program) {
  private static final String STYLE =
      """
      body { font: 15px/1.5 system-ui, "DejaVu Sans", sans-serif; color: #1d2530; margin: 0 auto;
        max-width: 980px; padding: 16px; }
      h1 { font-size: 22px; overflow-wrap: anywhere; }
      h2 { font-size: 16px; margin: 28px 0 8px; }
      table { border-collapse: collapse; }
      th, td { border-bottom: 1px solid #d5dae1; padding: 4px 16px 4px 0; text-align: left;
        overflow-wrap: anywhere; vertical-align: top; }
      th { font-weight: 400; color: #647084; white-space: nowrap; }
      td.number { font-variant-numeric: tabular-nums; }
      .wide { overflow-x: auto; }
      .wide img { max-width: 100%; height: auto; }
      .wide img.large { min-width: 620px; }
      pre { background: #f6f7f9; padding: 12px; overflow-x: auto; font-size: 13px; }
      """;

  /**
   * Returns the report of a classifier.
   *
   * @param first what is said before epochs, seed and file, such as the data and the network
   * @param output the file or folder of the model
   * @param program Java that loads it
   */
  public static TrainingReport ofClassifier(
      Map<String, String> first,
      long seed,
      Path output,
      History history,
      ConfusionMatrix matrix,
      String program) {
    Map<String, String> facts = new LinkedHashMap<>(first);
    facts.put("epochs", Integer.toString(history.epochs().size()));
    facts.put("seed", Long.toString(seed));
    facts.put("model", output.toString());
    return new TrainingReport(
        String.valueOf(output.getFileName()),
        facts,
        Map.of("accuracy", matrix.accuracy()),
        history,
        matrix,
        program);
  }

  /**
   * Writes the page of a classifier.
   *
   * @throws IllegalStateException if there is no confusion matrix
   */
  public void write(Path file) throws IOException {
    if (confusion == null) {
      throw new IllegalStateException("a regressor has residuals, which need its samples");
    }
    write(file, folder -> {});
  }

  /**
   * Writes the page.
   *
   * @param samples what a regressor is measured on; not read for a classifier
   */
  public void write(Path file, Model model, Dataset samples) throws IOException {
    write(file, drawn -> residuals(model, samples).write(drawn));
  }

  /** Draws into a file. */
  private interface Drawing {
    void write(Path file) throws IOException;
  }

  private void write(Path file, Drawing residuals) throws IOException {
    StringBuilder page = new StringBuilder("<!doctype html>\n<html lang=\"en\">\n<head>\n");
    page.append("<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .append("<title>")
        .append(escape(title))
        .append(" – Tenon</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>\n")
        .append(STYLE)
        .append("</style>\n</head>\n<body>\n<h1>")
        .append(escape(title))
        .append("</h1>\n");
    table(page, facts);
    heading(page, "Metrics");
    Map<String, String> texts = new LinkedHashMap<>();
    values.forEach((name, value) -> texts.put(name, MetricTable.text(value)));
    table(page, texts);
    Path folder = Files.createTempDirectory("tenon-report");
    try {
      heading(page, "Curves");
      Path curves = folder.resolve("curves.svg");
      history.plot(curves);
      image(page, curves, "large", "loss and metrics of each epoch");
      if (confusion != null) {
        heading(page, "Confusion matrix");
        Path drawn = folder.resolve("confusion.svg");
        confusion.plot(drawn);
        image(page, drawn, "square", "confusion matrix");
      } else {
        heading(page, "Residuals");
        Path drawn = folder.resolve("residuals.svg");
        residuals.write(drawn);
        image(page, drawn, "large", "predictions and residuals");
      }
    } finally {
      for (String name : List.of("curves.svg", "confusion.svg", "residuals.svg")) {
        Files.deleteIfExists(folder.resolve(name));
      }
      Files.delete(folder);
    }
    heading(page, "Use it in Java");
    page.append("<pre>").append(escape(program)).append("</pre>\n</body>\n</html>\n");
    TextFiles.write(file, page.toString());
  }

  private static ResidualPlot residuals(Model model, Dataset samples) {
    List<Double> actual = new ArrayList<>();
    List<Double> predicted = new ArrayList<>();
    List<TensorSpec> inputs = model.inputs();
    for (Batch batch : samples) {
      Map<String, Tensor> fed = new LinkedHashMap<>();
      for (int i = 0; i < inputs.size(); i++) {
        fed.put(inputs.get(i).name(), batch.features().get(i));
      }
      Tensor results = model.predict(fed).values().iterator().next();
      Tensor targets = batch.targets().get(0);
      for (int i = 0; targets != null && i < targets.size(); i++) {
        actual.add(targets.getDouble(i));
        predicted.add(results.getDouble(i));
      }
    }
    return new ResidualPlot(array(actual), array(predicted));
  }

  private static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void heading(StringBuilder page, String text) {
    page.append("<h2>").append(text).append("</h2>\n");
  }

  private static void table(StringBuilder page, Map<String, String> rows) {
    page.append("<table>\n");
    rows.forEach(
        (name, value) ->
            page.append("<tr><th>")
                .append(escape(name))
                .append("</th><td class=\"number\">")
                .append(escape(value))
                .append("</td></tr>\n"));
    page.append("</table>\n");
  }

  /** Adds a drawing by its data: two drawings in one document would share the names of parts. */
  private static void image(StringBuilder page, Path svg, String kind, String what)
      throws IOException {
    page.append("<div class=\"wide\"><img class=\"")
        .append(kind)
        .append("\" alt=\"")
        .append(what)
        .append("\" src=\"data:image/svg+xml;base64,")
        .append(Base64.getEncoder().encodeToString(Files.readAllBytes(svg)))
        .append("\"></div>\n");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
