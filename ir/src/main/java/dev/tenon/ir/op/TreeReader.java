package dev.tenon.ir.op;

import dev.tenon.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the attributes of tree ensembles as trees; what does not fit together is an error. */
final class TreeReader {
  /** The number of the comparison with a set. */
  private static final int MEMBER = 6;

  private TreeReader() {}

  /** A node under the names that the file gives it. */
  private record Key(long tree, long node) {
    @Override
    public String toString() {
      return "node " + node + " of tree " + tree;
    }
  }

  /** The lists that versions 1 to 3 have in common, whatever leaves add to. */
  private record Listed(
      @Nullable List<Long> trees,
      @Nullable List<Long> nodes,
      @Nullable List<Long> features,
      @Nullable List<String> modes,
      @Nullable List<Long> onTrue,
      @Nullable List<Long> onFalse,
      @Nullable List<Long> missing,
      Tensor splits,
      @Nullable List<Long> weightTrees,
      @Nullable List<Long> weightNodes,
      @Nullable List<Long> weightTargets,
      Tensor weights) {}

  static DecisionTrees read(TreeEnsembles.TreeEnsembleClassifier o) {
    return read(
        new Listed(
            o.nodesTreeids(),
            o.nodesNodeids(),
            o.nodesFeatureids(),
            o.nodesModes(),
            o.nodesTruenodeids(),
            o.nodesFalsenodeids(),
            o.nodesMissingValueTracksTrue(),
            MlTensors.either(o.nodesValuesAsTensor(), o.nodesValues()),
            o.classTreeids(),
            o.classNodeids(),
            o.classIds(),
            MlTensors.either(o.classWeightsAsTensor(), o.classWeights())));
  }

  static DecisionTrees read(TreeEnsembles.TreeEnsembleRegressor o) {
    return read(
        new Listed(
            o.nodesTreeids(),
            o.nodesNodeids(),
            o.nodesFeatureids(),
            o.nodesModes(),
            o.nodesTruenodeids(),
            o.nodesFalsenodeids(),
            o.nodesMissingValueTracksTrue(),
            MlTensors.either(o.nodesValuesAsTensor(), o.nodesValues()),
            o.targetTreeids(),
            o.targetNodeids(),
            o.targetIds(),
            MlTensors.either(o.targetWeightsAsTensor(), o.targetWeights())));
  }

  private static DecisionTrees read(Listed in) {
    long[] nodes = longs("nodes_nodeids", in.nodes, -1);
    int count = nodes.length;
    long[] trees = longs("nodes_treeids", in.trees, count);
    long[] features = longs("nodes_featureids", in.features, count);
    long[] onTrue = longs("nodes_truenodeids", in.onTrue, count);
    long[] onFalse = longs("nodes_falsenodeids", in.onFalse, count);
    long[] missing = longs("nodes_missing_value_tracks_true", in.missing, 0, count);
    List<String> modes = in.modes == null ? List.of() : in.modes;
    TraditionalMl.checkLength("nodes_modes", modes.size(), count);
    TraditionalMl.checkLength("nodes_values", in.splits.size(), count);
    if (count == 0) {
      throw new IllegalArgumentException("the ensemble has no nodes");
    }

    TreeTable table = new TreeTable();
    Map<Key, Integer> places = new HashMap<>();
    Map<Long, Integer> roots = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      Key key = new Key(trees[i], nodes[i]);
      boolean leaf = modes.get(i).equals("LEAF");
      int place = leaf ? table.addLeaf() : table.addInner();
      if (places.put(key, place) != null) {
        throw new IllegalArgumentException(key + " is listed twice");
      }
      roots.putIfAbsent(trees[i], place);
    }
    for (int i = 0; i < count; i++) {
      Key key = new Key(trees[i], nodes[i]);
      int place = find(places, key, key);
      if (TreeTable.isLeaf(place)) {
        continue;
      }
      int mode = DecisionTrees.MODES.indexOf(modes.get(i));
      if (mode < 0) {
        throw new IllegalArgumentException(
            key
                + " has the mode '"
                + modes.get(i)
                + "'; expected LEAF or one of "
                + DecisionTrees.MODES);
      }
      table.set(
          place,
          mode,
          features[i],
          in.splits.getDouble(i),
          missing.length > 0 && missing[i] != 0,
          find(places, new Key(trees[i], onTrue[i]), key),
          find(places, new Key(trees[i], onFalse[i]), key));
    }

    long[] targets = longs("target_ids or class_ids", in.weightTargets, -1);
    long[] weightTrees = longs("target_treeids or class_treeids", in.weightTrees, targets.length);
    long[] weightNodes = longs("target_nodeids or class_nodeids", in.weightNodes, targets.length);
    TraditionalMl.checkLength("target_weights or class_weights", in.weights.size(), targets.length);
    for (int i = 0; i < targets.length; i++) {
      Key key = new Key(weightTrees[i], weightNodes[i]);
      int place = find(places, key, null);
      if (TreeTable.isLeaf(place)) {
        table.weight(place, targets[i], in.weights.getDouble(i));
      }
    }
    return table.build(roots.values().stream().mapToInt(Integer::intValue).toArray());
  }

  private static int find(Map<Key, Integer> places, Key key, @Nullable Key from) {
    Integer place = places.get(key);
    if (place == null) {
      throw new IllegalArgumentException(
          (from == null ? "a weight belongs to " : from + " leads to ")
              + key
              + ", which is not listed");
    }
    return place;
  }

  static DecisionTrees read(TreeEnsembles.TreeEnsemble o) {
    int count = o.nodesModes().size();
    long[] features = longs("nodes_featureids", o.nodesFeatureids(), count);
    long[] onTrue = longs("nodes_truenodeids", o.nodesTruenodeids(), count);
    long[] onFalse = longs("nodes_falsenodeids", o.nodesFalsenodeids(), count);
    long[] trueLeafs = longs("nodes_trueleafs", o.nodesTrueleafs(), count);
    long[] falseLeafs = longs("nodes_falseleafs", o.nodesFalseleafs(), count);
    long[] missing =
        longs("nodes_missing_value_tracks_true", o.nodesMissingValueTracksTrue(), 0, count);
    TraditionalMl.checkLength("nodes_splits", o.nodesSplits().size(), count);
    long[] targets = longs("leaf_targetids", o.leafTargetids(), o.leafWeights().size());
    long[] roots = longs("tree_roots", o.treeRoots(), -1);
    if (count == 0 || roots.length == 0) {
      throw new IllegalArgumentException("the ensemble has no nodes, or no trees");
    }

    List<double[]> sets = sets(o.membershipValues());
    TreeTable table = new TreeTable();
    for (int i = 0; i < count; i++) {
      table.addInner();
    }
    for (int i = 0; i < targets.length; i++) {
      table.weight(table.addLeaf(), targets[i], o.leafWeights().getDouble(i));
    }
    int set = 0;
    for (int i = 0; i < count; i++) {
      int yes = successor(onTrue[i], trueLeafs[i] != 0, count, targets.length, i);
      int no = successor(onFalse[i], falseLeafs[i] != 0, count, targets.length, i);
      boolean tracks = missing.length > 0 && missing[i] != 0;
      long mode = o.nodesModes().getLong(i);
      if (mode < 0 || mode > MEMBER) {
        throw new IllegalArgumentException(
            "node " + i + " has the mode " + mode + "; expected 0 to " + MEMBER);
      }
      if (mode < MEMBER) {
        double split = o.nodesSplits().getDouble(i);
        table.set(i, (int) mode, features[i], split, tracks, yes, no);
      } else if (set < sets.size()) {
        table.setMembers(i, features[i], sets.get(set++), tracks, yes, no);
      } else {
        throw new IllegalArgumentException("membership_values has no set for node " + i);
      }
    }
    TraditionalMl.checkLength("membership_values", sets.size(), set);
    int[] places = new int[roots.length];
    for (int i = 0; i < places.length; i++) {
      places[i] = root(successor(roots[i], false, count, targets.length, -1), o);
    }
    return table.build(places);
  }

  /**
   * Returns where a tree begins.
   *
   * <p>A tree may be a single leaf, to which both branches of its root lead. ONNX's reference and
   * ONNX Runtime then take the leaf of the root's own number, where there is one.
   */
  private static int root(int root, TreeEnsembles.TreeEnsemble o) {
    boolean single =
        o.nodesTrueleafs().get(root) != 0
            && o.nodesFalseleafs().get(root) != 0
            && o.nodesTruenodeids().get(root).equals(o.nodesFalsenodeids().get(root));
    return single && root < o.leafTargetids().size() ? TreeTable.leaf(root) : root;
  }

  private static int successor(long id, boolean leaf, int nodes, int leaves, int from) {
    if (id < 0 || id >= (leaf ? leaves : nodes)) {
      throw new IllegalArgumentException(
          (from < 0 ? "a tree begins at" : "node " + from + " leads to")
              + (leaf ? " leaf " : " node ")
              + id
              + "; there are "
              + (leaf ? leaves : nodes));
    }
    return leaf ? TreeTable.leaf((int) id) : (int) id;
  }

  /** Cuts the members of all sets, each with a NaN behind it, into the sorted members of each. */
  private static List<double[]> sets(@Nullable Tensor members) {
    List<double[]> sets = new ArrayList<>();
    if (members == null) {
      return sets;
    }
    double[] all = members.toDoubleArray();
    int start = 0;
    for (int i = 0; i < all.length; i++) {
      if (Double.isNaN(all[i])) {
        sets.add(Arrays.stream(all, start, i).sorted().distinct().toArray());
        start = i + 1;
      }
    }
    if (start < all.length) {
      throw new IllegalArgumentException("membership_values does not end with NaN");
    }
    return sets;
  }

  /** Returns a list as an array, checking its length. */
  private static long[] longs(String name, @Nullable List<Long> list, int... allowed) {
    long[] numbers =
        list == null ? new long[0] : list.stream().mapToLong(Long::longValue).toArray();
    if (allowed[0] >= 0 && Arrays.stream(allowed).noneMatch(length -> length == numbers.length)) {
      TraditionalMl.checkLength(name, numbers.length, allowed[allowed.length - 1]);
    }
    return numbers;
  }
}
