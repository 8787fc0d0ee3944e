package dev.tenon.samples;

import dev.tenon.data.sets.Imdb;
import dev.tenon.data.sets.ImdbOptions;
import dev.tenon.data.sets.ReviewCoder;
import dev.tenon.data.text.Sequences;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.io.IOException;
import java.util.List;

/**
 * Texts in numbers of words, and whether they praise: IMDB's, or made up where those cannot be had.
 *
 * @param example one more text, and {@code exampleText} in words
 * @param origin what they are
 */
record Reviews(
    StandIns.Labelled train,
    StandIns.Labelled test,
    Tensor example,
    String exampleText,
    String origin) {
  static Reviews load(int words, int length, int trainCount, int testCount) {
    if (Quick.on()) {
      return standIns(words, length, trainCount, testCount, "a quick run");
    }
    try {
      ImdbOptions options = ImdbOptions.DEFAULTS.numWords(words);
      Imdb all = Imdb.load(options);
      String typed = "a wonderful film with a great story and brilliant actors";
      int[] coded = new ReviewCoder(Imdb.wordIndex(), options).encode(typed);
      return new Reviews(
          part(all.xTrain(), all.yTrain(), trainCount, length),
          part(all.xTest(), all.yTest(), testCount, length),
          Sequences.padSequences(List.of(coded), length).get(0),
          typed,
          trainCount + " reviews of IMDB");
    } catch (IOException e) {
      return standIns(words, length, trainCount, testCount, String.valueOf(e.getMessage()));
    }
  }

  private static StandIns.Labelled part(List<int[]> x, Tensor y, int count, int length) {
    return new StandIns.Labelled(
        Sequences.padSequences(x.subList(0, count), length),
        y.slice(0, 0, count).cast(DType.INT32));
  }

  private static Reviews standIns(
      int words, int length, int trainCount, int testCount, String reason) {
    StandIns.Labelled one = StandIns.texts(1, words, length, 3);
    return new Reviews(
        StandIns.texts(trainCount, words, length, 1),
        StandIns.texts(testCount, words, length, 2),
        one.x().get(0),
        "a made-up text that " + (one.y().getLong(0) == 1 ? "praises" : "does not praise"),
        trainCount + " made-up texts of the shape of IMDB's (" + reason + ")");
  }
}
