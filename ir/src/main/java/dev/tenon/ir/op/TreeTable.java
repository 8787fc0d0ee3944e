package dev.tenon.ir.op;

import dev.tenon.tensor.DType;
import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Nodes of decision trees while they are read.
 *
 * <p>A place is the number of an inner node, or for leaf n the number -1 - n.
 */
final class TreeTable {
  private final List<Inner> inner = new ArrayList<>();
  private final List<DecisionTrees.Weight> weights = new ArrayList<>();
  private int leaves;

  private record Inner(int mode, long feature, double split, boolean missing, int yes, int no) {
    static final Inner EMPTY = new Inner(0, 0, 0, false, 0, 0);
  }

  static boolean isLeaf(int place) {
    return place < 0;
  }

  static int leaf(int number) {
    return -1 - number;
  }

  int addInner() {
    inner.add(Inner.EMPTY);
    return inner.size() - 1;
  }

  int addLeaf() {
    return leaf(leaves++);
  }

  void set(int at, int mode, long feature, double split, boolean missing, int yes, int no) {
    inner.set(at, new Inner(mode, feature, split, missing, yes, no));
  }

  /** Compares with the members of a sorted set, by halves. */
  void setMembers(int at, long feature, double[] members, boolean missing, int yes, int no) {
    if (members.length <= 1) {
      double only = members.length == 0 ? Double.NaN : members[0];
      set(at, DecisionTrees.MODES.indexOf("BRANCH_EQ"), feature, only, missing, yes, no);
      return;
    }
    int middle = members.length / 2;
    int low = addInner();
    int high = addInner();
    setMembers(low, feature, Arrays.copyOf(members, middle), missing, yes, no);
    double[] above = Arrays.copyOfRange(members, middle, members.length);
    setMembers(high, feature, above, missing, yes, no);
    // What is no number is in the upper half, whose last comparison knows of missing values.
    set(at, 0, feature, members[middle - 1], false, low, high);
  }

  void weight(int place, long target, double value) {
    int at = (int) Math.max(-1, Math.min(target, Integer.MAX_VALUE));
    weights.add(new DecisionTrees.Weight(-1 - place, at, value));
  }

  DecisionTrees build(int[] roots) {
    int count = inner.size() + leaves;
    long[] features = new long[count];
    double[] splits = new double[count];
    int[] modes = new int[count];
    boolean[] missing = new boolean[count];
    long[] successors = new long[2 * count];
    for (int i = 0; i < count; i++) {
      successors[2 * i] = i;
      successors[2 * i + 1] = i;
    }
    for (int i = 0; i < inner.size(); i++) {
      Inner node = inner.get(i);
      features[i] = node.feature;
      splits[i] = node.split;
      modes[i] = node.mode;
      missing[i] = node.missing;
      successors[2 * i] = index(node.no);
      successors[2 * i + 1] = index(node.yes);
    }
    return new DecisionTrees(
        Tensor.of(features, new long[] {count}),
        Tensor.of(splits, new long[] {count}),
        Tensor.of(modes, new long[] {count}),
        missing(missing),
        Tensor.of(successors, new long[] {2L * count}),
        Tensor.of(Arrays.stream(roots).mapToLong(this::index).toArray(), new long[] {roots.length}),
        inner.size(),
        depth(roots),
        weights);
  }

  private static Tensor missing(boolean[] marks) {
    return Tensor.of(marks, new long[] {marks.length}).cast(DType.BOOL);
  }

  private long index(int place) {
    return isLeaf(place) ? inner.size() - 1L - place : place;
  }

  /** Returns the length of the longest path; an endless one is an error. */
  private int depth(int[] roots) {
    int[] depths = new int[inner.size()];
    boolean[] open = new boolean[inner.size()];
    int[] path = new int[inner.size() + 1];
    int deepest = 0;
    for (int root : roots) {
      deepest = Math.max(deepest, depth(root, depths, open, path));
    }
    return deepest;
  }

  /** Walks without recursion: hostile trees may be one long path. */
  private int depth(int root, int[] depths, boolean[] open, int[] path) {
    if (isLeaf(root)) {
      return 0;
    }
    int length = 0;
    path[length++] = root;
    while (length > 0) {
      int at = path[length - 1];
      Inner node = inner.get(at);
      int next = depths[at] > 0 ? 0 : unknown(node, depths);
      if (depths[at] > 0 || next < 0) {
        depths[at] = 1 + Math.max(known(node.yes, depths), known(node.no, depths));
        open[at] = false;
        length--;
        continue;
      }
      open[at] = true;
      if (open[next]) {
        throw new IllegalArgumentException(
            "the successors of inner node " + next + " lead back to it: its tree has a cycle");
      }
      path[length++] = next;
    }
    return depths[root];
  }

  /** Returns a successor whose depth is not known yet, or -1. */
  private static int unknown(Inner node, int[] depths) {
    if (!isLeaf(node.yes) && depths[node.yes] == 0) {
      return node.yes;
    }
    return !isLeaf(node.no) && depths[node.no] == 0 ? node.no : -1;
  }

  private static int known(int place, int[] depths) {
    return isLeaf(place) ? 0 : depths[place];
  }
}
