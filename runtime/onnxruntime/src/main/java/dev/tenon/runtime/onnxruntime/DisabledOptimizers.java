package dev.tenon.runtime.onnxruntime;

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

  private static final String ENTRY = "optimization.disable_specified_optimizers";

  private DisabledOptimizers() {}

  /** Returns the entries of ONNX Runtime's configuration that leave some passes out. */
  static Map<String, String> without(List<String> passes) {
    return passes.isEmpty() ? Map.of() : Map.of(ENTRY, String.join(";", passes));
  }

  /** Returns entries that leave out a further pass. */
  static Map<String, String> without(Map<String, String> entries, String pass) {
    Map<String, String> more = new LinkedHashMap<>(entries);
    more.merge(ENTRY, pass, (some, other) -> some + ";" + other);
    return more;
  }
}
