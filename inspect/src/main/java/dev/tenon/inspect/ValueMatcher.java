package dev.tenon.inspect;

import dev.tenon.tensor.Tensor;
import dev.tenon.verify.Difference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Finds for each value of a model the one of another that stands for it. */
final class ValueMatcher {
  private final Map<String, Tensor> left;
  private final Map<String, Tensor> right;
  private final List<String> names;
  private final List<String> others;
  private final int[] match;
  private final boolean[] taken;
  private final List<String> outputs;
  private final List<String> otherOutputs;
  private final double tolerance;

  /**
   * The lengths of the last value with places on the way, which a flattened value may come from.
   */
  private long @Nullable [] image;

  /**
   * Prepares a matching.
   *
   * @param outputs the names of the values that are outputs of the left model
   * @param otherOutputs likewise of the right one
   * @param tolerance the relative difference that counts as none
   */
  ValueMatcher(
      Map<String, Tensor> left,
      Map<String, Tensor> right,
      List<String> outputs,
      List<String> otherOutputs,
      double tolerance) {
    this.left = left;
    this.right = right;
    this.outputs = outputs;
    this.otherOutputs = otherOutputs;
    this.tolerance = tolerance;
    this.names = List.copyOf(left.keySet());
    this.others = List.copyOf(right.keySet());
    this.match = new int[names.size()];
    this.taken = new boolean[others.size()];
  }

  Comparison compare() {
    Arrays.fill(match, -1);
    matchOutputs();
    for (int i = 0; i < names.size(); i++) {
      int k = others.indexOf(names.get(i));
      if (k >= 0 && match[i] < 0 && !taken[k]) {
        take(i, k);
      }
    }
    matchParts();
    matchEquals();
    Map<Integer, Comparison.Line> lines = new TreeMap<>();
    List<Integer> guessed = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (match[i] < 0) {
        claim(i, nearest(i));
        guessed.add(i);
      } else if (!name.equals(others.get(match[i])) && !outputs.contains(name)) {
        guessed.add(i);
      }
      if (match[i] >= 0) {
        String other = others.get(match[i]);
        lines.put(i, new Comparison.Line(name, other, name.equals(other), apart(i, match[i])));
      }
      pass(i);
    }
    boolean agree =
        lines.values().stream()
            .noneMatch(line -> outputs.contains(line.left()) && differs(line.difference()));
    for (int i : guessed) {
      Comparison.Line line = lines.get(i);
      if (agree && line != null && differs(line.difference())) {
        // Only its shape and place spoke for it, or a part of its name, which steps inside a layer
        // have too: where all comes out the same, it was another.
        lines.remove(i);
        taken[match[i]] = false;
        match[i] = -1;
      }
    }
    if (agree) {
      lookAgain(lines);
    }
    List<String> onlyLeft = new ArrayList<>();
    List<String> onlyRight = new ArrayList<>();
    for (int i = 0; i < match.length; i++) {
      if (match[i] < 0) {
        onlyLeft.add(names.get(i));
      }
    }
    for (int k = 0; k < taken.length; k++) {
      if (!taken[k]) {
        onlyRight.add(others.get(k));
      }
    }
    List<String> lost = new ArrayList<>(outputs);
    lost.retainAll(onlyLeft);
    otherOutputs.stream().filter(onlyRight::contains).forEach(lost::add);
    return new Comparison(List.copyOf(lines.values()), onlyLeft, onlyRight, lost, tolerance);
  }

  /** Matches what stayed alone with what has the same numbers: wrong guesses may have held it. */
  private void lookAgain(Map<Integer, Comparison.Line> lines) {
    for (int i = 0; i < match.length; i++) {
      int k = match[i] < 0 ? nearest(i) : -1;
      Difference difference = k < 0 ? null : difference(i, k);
      if (difference != null && !differs(difference) && !difference.weak()) {
        take(i, k);
        lines.put(i, new Comparison.Line(names.get(i), others.get(k), false, difference));
      }
    }
  }

  private boolean differs(Difference difference) {
    return !difference.problem().isEmpty() || difference.relative() > tolerance;
  }

  /** Matches outputs by name, and those that are left in order, whatever their shapes. */
  private void matchOutputs() {
    List<String> open = new ArrayList<>(outputs);
    List<String> otherOpen = new ArrayList<>(otherOutputs);
    open.removeAll(otherOutputs);
    otherOpen.removeAll(outputs);
    for (String name : outputs) {
      if (otherOutputs.contains(name)) {
        take(names.indexOf(name), others.indexOf(name));
      }
    }
    for (int i = 0; i < Math.min(open.size(), otherOpen.size()); i++) {
      take(names.indexOf(open.get(i)), others.indexOf(otherOpen.get(i)));
    }
  }

  /**
   * Matches a name with one of the other side that has it inside, whichever side it is: long names,
   * which say most, first, and of several the one that is nearest, the last of equals.
   */
  private void matchParts() {
    List<String> paths = names.stream().map(ValueMatcher::path).toList();
    List<String> otherPaths = others.stream().map(ValueMatcher::path).toList();
    for (int i : longestFirst(names)) {
      String part = "/" + names.get(i) + "/";
      if (match[i] < 0) {
        claim(i, nearest(i, taken.length - 1, -1, k -> otherPaths.get(k).contains(part)));
      }
    }
    for (int k : longestFirst(others)) {
      String part = "/" + others.get(k) + "/";
      int best = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int i = match.length - 1; i >= 0 && !taken[k]; i--) {
        Difference apart = match[i] < 0 && paths.get(i).contains(part) ? difference(i, k) : null;
        if (apart != null && (best < 0 || apart.relative() < least)) {
          best = i;
          least = apart.relative();
        }
      }
      if (best >= 0) {
        take(best, k);
      }
    }
  }

  /**
   * Matches what has the same numbers, in order, before anything is guessed: a step that the other
   * model has not would else take what belongs to its neighbour.
   */
  private void matchEquals() {
    for (int i = 0; i < match.length; i++) {
      int[] range = match[i] < 0 ? range(i) : new int[2];
      for (int k = range[0]; k < range[1] && match[i] < 0; k++) {
        Difference difference = taken[k] ? null : difference(i, k);
        if (difference != null && !differs(difference) && !difference.weak()) {
          take(i, k);
        }
      }
      pass(i);
    }
    image = null;
  }

  /** Remembers the lengths of a value with places. */
  private void pass(int i) {
    Tensor value = left.get(names.get(i));
    image = value != null && value.rank() > 2 ? value.shape() : image;
  }

  private static List<Integer> longestFirst(List<String> names) {
    return IntStream.range(0, names.size())
        .boxed()
        .sorted(Comparator.comparingInt(i -> -names.get(i).length()))
        .toList();
  }

  private static String path(String name) {
    return "/" + name.replace(':', '/') + "/";
  }

  private void take(int i, int k) {
    match[i] = k;
    taken[k] = true;
  }

  private void claim(int i, int k) {
    if (k >= 0 && !taken[k] && difference(i, k) != null) {
      take(i, k);
    }
  }

  private int nearest(int i) {
    int[] range = range(i);
    return nearest(i, range[0], range[1], k -> true);
  }

  /** Returns between which places the counterpart lies, by the order of those that have one. */
  private int[] range(int i) {
    int low = 0;
    for (int k = 0; k < i; k++) {
      low = Math.max(low, match[k] + 1);
    }
    int high = others.size();
    for (int k = i + 1; k < match.length; k++) {
      high = match[k] >= low ? Math.min(high, match[k]) : high;
    }
    return new int[] {low, high};
  }

  /** Returns the nearest of those from a place to another, in that order; -1 where none fits. */
  private int nearest(int i, int from, int to, IntPredicate fits) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    int step = from <= to ? 1 : -1;
    for (int k = from; k != to; k += step) {
      Difference difference = taken[k] || !fits.test(k) ? null : difference(i, k);
      if (difference != null && (best < 0 || difference.relative() < least)) {
        best = k;
        least = difference.relative();
      }
    }
    return best;
  }

  /** Compares two values that stand for one another; that of another shape is a difference. */
  private Difference apart(int i, int k) {
    Difference arranged = difference(i, k);
    return arranged != null
        ? arranged
        : Difference.of(
            Objects.requireNonNull(left.get(names.get(i))),
            Objects.requireNonNull(right.get(others.get(k))));
  }

  /** Compares in the arrangement that fits best; null where the shapes have nothing in common. */
  private @Nullable Difference difference(int i, int k) {
    Tensor expected = left.get(names.get(i));
    Tensor found = right.get(others.get(k));
    if (expected == null || found == null) {
      return null;
    }
    Difference best = null;
    for (Tensor arranged : arrangements(found, expected.shape())) {
      Difference plain = Difference.of(expected, arranged);
      Tensor flat = plain.relative() > tolerance ? flattened(arranged) : null;
      Difference other = flat == null ? plain : Difference.of(expected, flat);
      Difference better = other.relative() < plain.relative() ? other : plain;
      if (best == null || better.relative() < best.relative()) {
        best = better;
      }
      if (best.relative() <= tolerance) {
        return best;
      }
    }
    return best;
  }

  /** Undoes that places were flattened with its channels first; null where it was not. */
  private @Nullable Tensor flattened(Tensor flat) {
    long[] last = image;
    if (last == null || flat.rank() != 2 || flat.size() != flat.dim(0) * product(last)) {
      return null;
    }
    int rank = last.length;
    long[] first = last.clone();
    first[0] = flat.dim(0);
    first[1] = last[rank - 1];
    System.arraycopy(last, 1, first, 2, rank - 2);
    return flat.reshape(first).transpose(channelsLast(rank)).reshape(flat.shape());
  }

  private static long product(long[] shape) {
    return LongStream.of(shape).skip(1).reduce(1, (a, b) -> a * b);
  }

  /** Returns a tensor in the first of {@link #arrangements}; null where there is none. */
  static @Nullable Tensor arranged(Tensor tensor, long[] shape) {
    List<Tensor> found = arrangements(tensor, shape);
    return found.isEmpty() ? null : found.get(0);
  }

  /**
   * Returns a tensor in a shape that it has, or has with its channels moved, which may be both, or
   * without axes of length 1.
   */
  private static List<Tensor> arrangements(Tensor tensor, long[] shape) {
    List<Tensor> found = new ArrayList<>();
    int rank = tensor.rank();
    if (Arrays.equals(tensor.shape(), shape)) {
      found.add(tensor);
    }
    if (rank >= 3 && rank == shape.length) {
      for (int[] perm : new int[][] {channelsLast(rank), channelsFirst(rank)}) {
        boolean same = true;
        for (int i = 0; i < rank; i++) {
          same &= tensor.dim(perm[i]) == shape[i];
        }
        if (same) {
          found.add(tensor.transpose(perm));
        }
      }
    }
    if (found.isEmpty() && Arrays.equals(squeezed(tensor.shape()), squeezed(shape))) {
      found.add(tensor.reshape(shape));
    }
    return found;
  }

  private static int[] channelsLast(int rank) {
    return IntStream.range(0, rank).map(i -> i == 0 ? 0 : i == rank - 1 ? 1 : i + 1).toArray();
  }

  private static int[] channelsFirst(int rank) {
    return IntStream.range(0, rank).map(i -> i == 0 ? 0 : i == 1 ? rank - 1 : i - 1).toArray();
  }

  private static long[] squeezed(long[] shape) {
    return LongStream.of(shape).filter(length -> length != 1).toArray();
  }
}
