package dev.tenon.tuning.numpy;

import dev.tenon.data.Rows;
import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** Labels of samples, numbered in ascending order, as NumPy's {@code unique} does. */
public final class UniqueLabels {
  private final Tensor classes;
  private final List<Key> keys;
  private final int[] codes;

  private UniqueLabels(Tensor classes, List<Key> keys, int[] codes) {
    this.classes = classes;
    this.keys = keys;
    this.codes = codes;
  }

  /** A label; numbers are equal whatever their type. */
  public record Key(double number, String text) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int order = Double.compare(number, other.number);
      return order == 0 ? text.compareTo(other.text) : order;
    }

    @Override
    public String toString() {
      return !text.isEmpty() || number != Math.rint(number) || Math.abs(number) > 1e15
          ? text.isEmpty() ? String.valueOf(number) : "'" + text + "'"
          : String.valueOf((long) number);
    }
  }

  /**
   * Numbers the labels.
   *
   * @param y one label a sample, or one-hot rows
   */
  public static UniqueLabels of(Tensor y) {
    Tensor flat = flat(y);
    if (y.rank() == 2 && y.dim(1) > 1) {
      int[] all = new int[Math.toIntExact(y.dim(1))];
      Arrays.setAll(all, k -> k);
      Tensor columns = Tensor.of(all, all.length);
      return new UniqueLabels(columns, keys(columns), code(keys(flat), keys(columns)));
    }
    List<Key> each = keys(flat);
    TreeMap<Key, Integer> first = new TreeMap<>();
    for (int i = 0; i < each.size(); i++) {
      first.putIfAbsent(each.get(i), i);
    }
    int[] positions = first.values().stream().mapToInt(Integer::intValue).toArray();
    List<Key> sorted = List.copyOf(first.keySet());
    return new UniqueLabels(
        Rows.pick(flat, positions, 0, positions.length), sorted, code(each, sorted));
  }

  /** Returns one label a sample: a column is flattened, of a one-hot row it is the column. */
  public static Tensor flat(Tensor y) {
    if (y.rank() == 1) {
      return y;
    }
    if (y.rank() == 2) {
      return y.dim(1) == 1 ? y.reshape(-1) : y.argMax(-1);
    }
    throw new IllegalArgumentException(
        "labels are one a sample or one-hot rows; received shape " + y.shapeString());
  }

  public static List<Key> keys(Tensor flat) {
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < flat.size(); i++) {
      keys.add(
          flat.dtype() == DType.STRING
              ? new Key(0, flat.getString(i))
              : new Key(flat.getDouble(i) + 0.0, ""));
    }
    return keys;
  }

  /** Returns all labels that occur, in ascending order. */
  public static List<Key> union(Collection<Key> some, Collection<Key> others) {
    TreeSet<Key> all = new TreeSet<>(some);
    all.addAll(others);
    return List.copyOf(all);
  }

  /**
   * Returns the position of each label among the sorted ones.
   *
   * @throws IllegalArgumentException where one is not there
   */
  public static int[] code(List<Key> each, List<Key> sorted) {
    int[] codes = new int[each.size()];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = Collections.binarySearch(sorted, each.get(i));
      if (codes[i] < 0) {
        throw new IllegalArgumentException(
            "label " + each.get(i) + " of sample " + i + " is none of the classes " + sorted);
      }
    }
    return codes;
  }

  /** Says whether targets are classes: texts, or whole numbers, one a sample. */
  public static boolean areClasses(Tensor y) {
    if (y.rank() != 1 && !(y.rank() == 2 && y.dim(1) == 1)) {
      return false;
    }
    if (!y.dtype().isFloating()) {
      return true;
    }
    for (int i = 0; i < y.size(); i++) {
      if (y.getDouble(i) != Math.rint(y.getDouble(i))) {
        return false;
      }
    }
    return true;
  }

  public static Tensor take(Tensor classes, Tensor positions) {
    int[] picked = new int[positions.size()];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = (int) positions.getLong(i);
    }
    return Rows.pick(classes, picked, 0, picked.length);
  }

  public Tensor classes() {
    return classes;
  }

  public List<Key> keys() {
    return keys;
  }

  public int count() {
    return keys.size();
  }

  /** Returns the number of each sample's class. */
  public int[] codes() {
    return codes.clone();
  }

  public Tensor codes(DType type) {
    return Tensor.of(codes, codes.length).cast(type);
  }

  public Tensor oneHot(int width) {
    float[] rows = new float[codes.length * width];
    for (int i = 0; i < codes.length; i++) {
      rows[i * width + codes[i]] = 1;
    }
    return Tensor.of(rows, codes.length, width);
  }
}
