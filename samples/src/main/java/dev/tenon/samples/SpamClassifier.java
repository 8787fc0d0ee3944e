package dev.tenon.samples;

import static dev.tenon.optimizers.Optimizers.adam;
import static dev.tenon.training.FitOptions.fit;

import dev.tenon.initializers.Seeds;
import dev.tenon.text.TextClassifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An encoder of texts learns to tell spam from other messages, and is saved as a folder. */
public final class SpamClassifier {
  private static final int HELD_OUT = 8;

  private SpamClassifier() {}

  /**
   * Trains on 32 messages and counts what is right for 8 others.
   *
   * @param args the folder of an encoder such as all-MiniLM-L6-v2; by default one that only knows
   *     words
   */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(System.getProperty("tenon.root", "."));
    Path encoder = args.length > 0 ? Path.of(args[0]) : root.resolve("samples/models/tiny_encoder");
    List<String> texts = new ArrayList<>();
    List<String> labels = new ArrayList<>();
    for (String line : Files.readAllLines(root.resolve("samples/texts/messages.csv"))) {
      if (line.startsWith("\"")) {
        texts.add(line.substring(1, line.lastIndexOf('"')));
        labels.add(line.substring(line.lastIndexOf(',') + 1));
      }
    }
    int trained = texts.size() - HELD_OUT;
    Seeds.setRandomSeed(1);
    Path folder = Results.file("spam");
    try (TextClassifier classifier = TextClassifier.load(encoder, List.of("ham", "spam"))) {
      classifier.compile(adam(args.length > 0 ? 5e-5 : 0.01));
      classifier.fit(
          texts.subList(0, trained),
          labels.subList(0, trained),
          fit().epochs(10).batchSize(8).seed(1L).verbose(0));
      int right = 0;
      for (int i = trained; i < texts.size(); i++) {
        String label = classifier.classify(texts.get(i)).get(0).label();
        right += label.equals(labels.get(i)) ? 1 : 0;
      }
      System.out.printf(Locale.ROOT, "%d of %d new messages are named right%n", right, HELD_OUT);
      classifier.save(folder);
    }
    try (TextClassifier classifier = TextClassifier.load(folder)) {
      for (String text : List.of("Win a free phone today", "The meeting is in the library")) {
        System.out.println(text + ": " + classifier.classify(text).get(0));
      }
    }
    System.out.println("try: tenon classify " + folder + " --text TEXT");
  }
}
