package dev.tenon.samples;

import static dev.tenon.Tenon.*;

import dev.tenon.Model;
import dev.tenon.layers.base.KerasTensor;
import dev.tenon.loading.CustomLayers;
import dev.tenon.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Classifies text with a transformer of the user's own layers: {@link TokenAndPosition}, {@link
 * TransformerBlock} and the {@link MultiHeadSelfAttention} in it.
 *
 * <p>It shows how such layers are written, trained, saved with their arguments and the layers
 * inside them, and loaded again. The reviews are made up, see {@link TokenReviews}. {@code
 * -Dtenon.sample.quick=true} makes it short.
 */
public final class TransformerClassifier {
  private static final CustomLayers OWN =
      CustomLayers.none()
          .with(new TokenAndPosition(1, 1, 1))
          .with(new TransformerBlock(1, 1, 1, 0.1));

  private TransformerClassifier() {}

  /** Runs the sample. */
  public static void main(String[] args) throws Exception {
    boolean quick = Boolean.getBoolean("tenon.sample.quick");
    System.out.println("The reviews are made up: token numbers, some of which praise or complain.");
    TokenReviews training = TokenReviews.make(quick ? 400 : 6000, 1);
    TokenReviews test = TokenReviews.make(quick ? 100 : 1000, 2);
    try (Model model = classifier()) {
      System.out.println(model.summary());
      model.compile("adam", "binary_crossentropy", "accuracy");
      model.fit(
          training.tokens(),
          training.good(),
          fit().epochs(quick ? 1 : 8).validationSplit(0.1).verbose(2));
      double accuracy = accuracy(model, test);
      System.out.printf(
          Locale.ROOT,
          "Learned to tell good reviews from bad ones: right for %.1f%% of %d new ones.%n",
          100 * accuracy,
          test.good().shape()[0]);
      saved(model, test.tokens());
    }
  }

  private static Model classifier() {
    KerasTensor tokens = input("tokens", TokenReviews.STEPS);
    KerasTensor x =
        layer(new TokenAndPosition(TokenReviews.STEPS, TokenReviews.VOCABULARY, 32)).apply(tokens);
    x = layer(new TransformerBlock(32, 2, 32, 0.1)).apply(x);
    x = dropout(0.1).apply(globalAveragePooling1D().apply(x));
    x = dropout(0.1).apply(dense(20, "relu").apply(x));
    return Model.of("reviews", List.of(tokens), List.of(score(x)));
  }

  private static KerasTensor score(KerasTensor x) {
    return dense(1, "sigmoid").name("good").apply(x);
  }

  private static double accuracy(Model model, TokenReviews reviews) {
    return model.evaluate(reviews.tokens(), reviews.good()).getOrDefault("accuracy", Double.NaN);
  }

  private static void saved(Model model, Tensor tokens) throws Exception {
    Path file = Files.createTempFile("reviews", ".keras");
    try {
      model.save(file).forEach(System.out::println);
      try (Model again = Model.load(file, OWN)) {
        boolean equal = again.predict(tokens).equals(model.predict(tokens));
        System.out.println(
            "Saved and loaded again: "
                + (equal ? "every prediction is the same." : "the predictions differ."));
      }
    } finally {
      Files.delete(file);
    }
  }
}
