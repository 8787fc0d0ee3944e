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

/** The distinct labels of samples in ascending order, as NumPy's {@code unique} returns them. */
public final class UniqueLabels {
  private final Tensor classes;
  private final List<Key> keys;
  private final int[] codes;

  private UniqueLabels(Tensor classes, List<Key> keys, int[] codes) {
    this.classes = classes;
    this.keys = keys;
    this.codes = codes;
  }

  /**
   * A label; numbers of different types are equal.
   *
   * @param number the number; 0 for a string
   * @param text the string; empty for a number
   */
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
   * Returns the distinct labels of samples.
   *
   * @param y a label for each sample, or one-hot rows
   * @throws IllegalArgumentException if the targets have more than two axes
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

  /**
   * Returns a label for each sample: a column is flattened, a one-hot row gives its column index.
   *
   * @param y a label for each sample, or one-hot rows
   * @throws IllegalArgumentException if the targets have more than two axes
   */
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

  /**
   * Returns the elements of a tensor as labels.
   *
   * @param flat a label in each element
   */
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

  /**
   * Returns the distinct labels of two collections in ascending order.
   *
   * @param some the first labels
   * @param others the second labels
   */
  public static List<Key> union(Collection<Key> some, Collection<Key> others) {
    TreeSet<Key> all = new TreeSet<>(some);
    all.addAll(others);
    return List.copyOf(all);
  }

  /**
   * Returns the index of each label among sorted ones.
   *
   * @param each the labels
   * @param sorted the sorted labels
   * @throws IllegalArgumentException if a label is not among them
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

  /**
   * Returns whether targets are classes: strings or whole numbers, one for each sample.
   *
   * @param y the targets
   */
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

  /**
   * Returns the labels of class indices.
   *
   * @param classes the sorted labels
   * @param positions class indices
   */
  public static Tensor take(Tensor classes, Tensor positions) {
    int[] picked = new int[positions.size()];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = (int) positions.getLong(i);
    }
    return Rows.pick(classes, picked, 0, picked.length);
  }

  /** Returns the distinct labels in ascending order. */
  public Tensor classes() {
    return classes;
  }

  /** Returns the distinct labels in ascending order. */
  public List<Key> keys() {
    return keys;
  }

  /** Returns the number of distinct labels. */
  public int count() {
    return keys.size();
  }

  /** Returns the class index of each sample. */
  public int[] codes() {
    return codes.clone();
  }

  /**
   * Returns the class index of each sample in an element type.
   *
   * @param type the element type
   */
  public Tensor codes(DType type) {
    return Tensor.of(codes, codes.length).cast(type);
  }

  /**
   * Returns float32 one-hot rows of a width.
   *
   * @param width the number of columns
   */
  public Tensor oneHot(int width) {
    float[] rows = new float[codes.length * width];
    for (int i = 0; i < codes.length; i++) {
      rows[i * width + codes[i]] = 1;
    }
    return Tensor.of(rows, codes.length, width);
  }
}
