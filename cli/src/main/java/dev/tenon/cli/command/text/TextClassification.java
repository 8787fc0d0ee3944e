package dev.tenon.cli.command.text;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tenon.cli.output.Output;
import dev.tenon.engine.Engine;
import dev.tenon.text.TextClassifier;
import dev.tenon.zoo.Prediction;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Prints the classes of texts.
 *
 * @param top how many of each text
 * @param json whether each text has a line of JSON
 */
public record TextClassification(int top, boolean json) {
  /** Classifies texts by the network of a folder. */
  public void run(Path folder, List<String> texts, Optional<Engine> engine, Output out)
      throws IOException {
    try (TextClassifier loaded = TextClassifier.load(folder);
        TextClassifier classifier = engine.isPresent() ? loaded.on(engine.get()) : loaded) {
      List<List<Prediction>> results = classifier.classify(texts);
      for (int i = 0; i < texts.size(); i++) {
        print(texts.get(i), texts.size() > 1, results.get(i).stream().limit(top).toList(), out);
      }
    }
  }

  private void print(String text, boolean titled, List<Prediction> best, Output out) {
    if (json) {
      ObjectNode line = JsonNodeFactory.instance.objectNode().put("text", text);
      Predictions.add(line, best);
      out.json(line, false);
      return;
    }
    if (titled) {
      out.line(text);
    }
    best.forEach(found -> out.line(found.toString()));
  }
}
