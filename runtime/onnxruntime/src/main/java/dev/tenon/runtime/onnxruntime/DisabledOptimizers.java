package dev.tenon.runtime.onnxruntime;

import dev.tenon.exporters.onnx.OnnxModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Passes of ONNX Runtime 1.29 that a session must do without. */
final class DisabledOptimizers {
  /** On loops of bfloat16, the pass to blocked channels ends the whole process. */
  static final String CRASHES = "NchwcTransformer";

  /** Makes a look-up at a Range a Slice, and drops the Range also where it is an output. */
  static final String SWALLOWS = "GatherToSliceFusion";

  /** Joins Transpose, Cast and MatMul to what a later pass reads a tensor of that is not there. */
  static final String JOINS = "MatmulTransposeFusion";

  /** Looks at all readers of a constant for each of them. */
  private static final String SHARES = "ConstantSharing";

  /** Nodes of a graph from which on {@link #SHARES} takes longer than all it saves. */
  private static final int MANY = 4096;

  /** Looks at all nodes to name each convolution, which takes 6 ns for each pair of them. */
  private static final String NAMES = CRASHES;

  /** Pairs of a node and a convolution that {@link #NAMES} may look at: 60 ms. */
  private static final long MOST_PAIRS = 10_000_000;

  private static final String ENTRY = "optimization.disable_specified_optimizers";

  private DisabledOptimizers() {}

  /** Returns the entries of ONNX Runtime's configuration that leave some passes out. */
  static Map<String, String> without(List<String> passes) {
    return passes.isEmpty() ? Map.of() : Map.of(ENTRY, String.join(";", passes));
  }

  /** Returns entries that leave out passes whose time grows with the square of a large graph. */
  static Map<String, String> forSize(Map<String, String> entries, OnnxModel model) {
    int nodes = model.proto().getGraph().getNodeCount();
    if (nodes < MANY) {
      return entries;
    }
    long convolutions =
        model.proto().getGraph().getNodeList().stream()
            .filter(node -> node.getOpType().equals("Conv"))
            .count();
    Map<String, String> linear = without(entries, SHARES);
    return convolutions * nodes < MOST_PAIRS ? linear : without(linear, NAMES);
  }

  /** Returns entries that leave out a further pass. */
  static Map<String, String> without(Map<String, String> entries, String pass) {
    Map<String, String> more = new LinkedHashMap<>(entries);
    more.merge(ENTRY, pass, (some, other) -> some + ";" + other);
    return more;
  }
}
