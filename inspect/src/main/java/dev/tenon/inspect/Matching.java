package dev.tenon.inspect;

import dev.tenon.tensor.Tensor;
import dev.tenon.verify.Difference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds for each value of a model the one of another that stands for it. */
final class Matching {
  private final Map<String, Tensor> left;
  private final Map<String, Tensor> right;
  private final List<String> names;
  private final List<String> others;
  private final int[] match;
  private final boolean[] taken;

  /** The lengths of the last picture on the way, which a flattened value may come from. */
  private long @Nullable [] picture;

  Matching(Map<String, Tensor> left, Map<String, Tensor> right) {
    this.left = left;
    this.right = right;
    this.names = List.copyOf(left.keySet());
    this.others = List.copyOf(right.keySet());
    this.match = new int[names.size()];
    this.taken = new boolean[others.size()];
  }

  Comparison compare(double tolerance) {
    Arrays.fill(match, -1);
    for (int i = 0; i < names.size(); i++) {
      claim(i, others.indexOf(names.get(i)));
    }
    for (int i = 0; i < names.size(); i++) {
      String part = "/" + names.get(i) + "/";
      for (int k = others.size() - 1; k >= 0 && match[i] < 0; k--) {
        if (("/" + others.get(k).replace(':', '/') + "/").contains(part)) {
          claim(i, k);
        }
      }
    }
    List<Comparison.Line> lines = new ArrayList<>();
    List<String> unmatched = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      boolean byName = match[i] >= 0;
      if (!byName) {
        claim(i, nearest(i));
      }
      Difference difference = match[i] < 0 ? null : difference(i, match[i]);
      if (difference == null) {
        unmatched.add(names.get(i));
      } else {
        lines.add(new Comparison.Line(names.get(i), others.get(match[i]), byName, difference));
      }
      Tensor value = left.get(names.get(i));
      picture = value != null && value.rank() == 4 ? value.shape() : picture;
    }
    return new Comparison(lines, unmatched, tolerance);
  }

  private void claim(int i, int k) {
    if (k >= 0 && !taken[k] && difference(i, k) != null) {
      match[i] = k;
      taken[k] = true;
    }
  }

  private int nearest(int i) {
    int low = 0;
    for (int k = 0; k < i; k++) {
      low = Math.max(low, match[k] + 1);
    }
    int high = others.size();
    for (int k = i + 1; k < match.length; k++) {
      high = match[k] >= low ? Math.min(high, match[k]) : high;
    }
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int k = low; k < high; k++) {
      Difference difference = taken[k] ? null : difference(i, k);
      if (difference != null && (best < 0 || difference.relative() < least)) {
        best = k;
        least = difference.relative();
      }
    }
    return best;
  }

  /** Compares in the arrangement that fits best; null where the shapes have nothing in common. */
  private @Nullable Difference difference(int i, int k) {
    Tensor expected = left.get(names.get(i));
    Tensor found = right.get(others.get(k));
    if (expected == null || found == null) {
      return null;
    }
    Tensor arranged = arranged(found, expected.shape());
    if (arranged == null) {
      return null;
    }
    Difference plain = Difference.of(expected, arranged);
    Tensor flat = plain.relative() > 0 ? flattened(arranged) : null;
    Difference other = flat == null ? plain : Difference.of(expected, flat);
    return other.relative() < plain.relative() ? other : plain;
  }

  /** Undoes that a picture was flattened with its channels first; null where it was not. */
  private @Nullable Tensor flattened(Tensor flat) {
    long[] area = picture;
    if (area == null || flat.rank() != 2 || flat.dim(1) != area[1] * area[2] * area[3]) {
      return null;
    }
    return flat.reshape(flat.dim(0), area[3], area[1], area[2])
        .transpose(0, 2, 3, 1)
        .reshape(flat.shape());
  }

  /** Returns a tensor in a shape that it has, or has with its channels moved; null for neither. */
  static @Nullable Tensor arranged(Tensor tensor, long[] shape) {
    if (Arrays.equals(tensor.shape(), shape)) {
      return tensor;
    }
    if (tensor.rank() == 4 && shape.length == 4) {
      for (int[] perm : new int[][] {{0, 2, 3, 1}, {0, 3, 1, 2}}) {
        boolean same = true;
        for (int i = 0; i < 4; i++) {
          same &= tensor.dim(perm[i]) == shape[i];
        }
        if (same) {
          return tensor.transpose(perm);
        }
      }
    }
    return null;
  }
}
