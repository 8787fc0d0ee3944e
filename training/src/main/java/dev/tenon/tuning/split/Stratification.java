package dev.tenon.tuning.split;

import static java.util.stream.Collectors.joining;

import dev.tenon.random.NumpyRandom;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import dev.tenon.tuning.numpy.UniqueLabels;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** Splits samples so that each class has the same share in both parts. */
final class Stratification {
  private Stratification() {}

  static Split split(Tensor y, int samples, TrainTestSplit.Sizes sizes, NumpyRandom random) {
    UniqueLabels labels = UniqueLabels.of(rows(y));
    int[] codes = labels.codes();
    int[] counts = new int[labels.count()];
    for (int code : codes) {
      counts[code]++;
    }
    check(labels, counts, samples, sizes);
    int[] trained = share(counts, sizes.train(), random);
    int[] left = new int[counts.length];
    Arrays.setAll(left, k -> counts[k] - trained[k]);
    int[] tested = share(left, sizes.test(), random);
    IntStream.Builder train = IntStream.builder();
    IntStream.Builder test = IntStream.builder();
    for (int k = 0; k < counts.length; k++) {
      int label = k;
      int[] members = IntStream.range(0, codes.length).filter(i -> codes[i] == label).toArray();
      int[] order = random.permutation(counts[k]);
      for (int i = 0; i < trained[k] + tested[k]; i++) {
        (i < trained[k] ? train : test).add(members[order[i]]);
      }
    }
    int[] toLearn = train.build().toArray();
    int[] held = test.build().toArray();
    random.shuffle(toLearn);
    random.shuffle(held);
    return new Split(toLearn, held);
  }

  /** Returns one text for each row of several labels. */
  private static Tensor rows(Tensor y) {
    if (y.rank() == 1 || (y.rank() == 2 && y.dim(1) == 1)) {
      return y;
    }
    String[] texts = new String[Math.toIntExact(y.dim(0))];
    for (int i = 0; i < texts.length; i++) {
      Tensor row = y.get(i).reshape(-1);
      texts[i] = IntStream.range(0, row.size()).mapToObj(k -> text(row, k)).collect(joining(" "));
    }
    return Tensor.ofStrings(texts, texts.length);
  }

  private static String text(Tensor row, int k) {
    if (row.dtype() == DType.STRING) {
      return row.getString(k);
    }
    return row.dtype().isFloating()
        ? String.valueOf(row.getDouble(k))
        : String.valueOf(row.getLong(k));
  }

  private static void check(
      UniqueLabels labels, int[] counts, int samples, TrainTestSplit.Sizes sizes) {
    int labelled = Arrays.stream(counts).sum();
    if (labelled != samples) {
      throw new IllegalArgumentException(
          "stratify must have a label for each of " + samples + " samples, received " + labelled);
    }
    for (int k = 0; k < counts.length; k++) {
      if (counts[k] < 2) {
        throw new IllegalArgumentException(
            "stratify: class " + labels.keys().get(k) + " has one member, 2 are wanted at least");
      }
    }
    if (Math.min(sizes.train(), sizes.test()) < counts.length) {
      throw new IllegalArgumentException(
          "stratify: both parts must have a sample of each of "
              + counts.length
              + " classes; there would be "
              + sizes.train()
              + " to learn from and "
              + sizes.test()
              + " held out");
    }
  }

  /**
   * Returns how many of each class make up so many samples in all.
   *
   * <p>Those that do not divide evenly go to the classes with the largest remainders; chance
   * decides between equal ones.
   */
  private static int[] share(int[] counts, int wanted, NumpyRandom random) {
    double all = Arrays.stream(counts).sum();
    int[] shares = new int[counts.length];
    double[] remainders = new double[counts.length];
    for (int k = 0; k < counts.length; k++) {
      double exact = counts[k] / all * wanted;
      shares[k] = (int) Math.floor(exact);
      remainders[k] = exact - shares[k];
    }
    int missing = wanted - Arrays.stream(shares).sum();
    TreeSet<Double> sizes = new TreeSet<>();
    Arrays.stream(remainders).forEach(sizes::add);
    for (double size : sizes.descendingSet()) {
      if (missing <= 0) {
        break;
      }
      int[] equal = IntStream.range(0, counts.length).filter(k -> remainders[k] == size).toArray();
      int[] order = random.permutation(equal.length);
      int added = Math.min(equal.length, missing);
      for (int i = 0; i < added; i++) {
        shares[equal[order[i]]]++;
      }
      missing -= added;
    }
    return shares;
  }
}
