package dev.tenon.samples;

import static dev.tenon.Tenon.*;

import dev.tenon.Model;

/** An LSTM with dropout on its inputs and on its state reads whether a text praises. */
public final class ImdbLstm {
  private static final int WORDS = 5_000;
  private static final int LENGTH = 80;

  private ImdbLstm() {}

  /** Trains, measures, and reads one text. */
  public static void main(String[] args) throws Exception {
    Reviews reviews = Reviews.load(WORDS, LENGTH, Quick.or(128, 4_000), Quick.or(64, 1_000));
    System.out.println(reviews.origin());
    try (Model model =
        sequential(
            embedding(WORDS, 32).maskZero(true).inputShape(LENGTH),
            lstm(32).dropout(0.2).recurrentDropout(0.2),
            dense(1).activation("sigmoid"))) {
      System.out.println(model.summary());
      model.compile("adam", "binary_crossentropy", "accuracy");
      model.fit(
          reviews.train().x(),
          reviews.train().y().reshape(-1, 1),
          fit().epochs(Quick.or(1, 3)).batchSize(32).validationSplit(0.1).seed(1L));
      System.out.println(
          "on texts that it has not seen: "
              + model.evaluate(reviews.test().x(), reviews.test().y().reshape(-1, 1)));
      double praise = model.predictOne(reviews.example()).getDouble(0);
      System.out.printf("%s%n  praise: %.2f%n", reviews.exampleText(), praise);
    }
  }
}
