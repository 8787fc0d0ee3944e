package dev.tenon.runtime.tensorflow.graph;

import java.util.regex.Pattern;
import org.tensorflow.proto.RewriterConfig;

/**
 * Values that gradients compute again: TensorFlow's memory optimizer copies the operations that
 * have a hint for the gradients that read them.
 */
final class Recomputed {
  /** The attribute of an operation that TensorFlow may copy; its value does not matter. */
  static final String HINT = "_recompute_hint";

  /** A copy would draw other numbers, read a variable at another time, or compute nothing. */
  private static final Pattern KEPT =
      Pattern.compile(
          "Const|Placeholder.*|VarHandleOp|ReadVariableOp|Resource.*|Assign.*|Random.*"
              + "|TruncatedNormal|Parameterized.*|Multinomial|Lookup.*|.*HashTable.*"
              + "|(Stateless)?(While|If|Case)|(Stateful)?PartitionedCall|NoOp");

  private Recomputed() {}

  static boolean isPure(String type) {
    return !KEPT.matcher(type).matches();
  }

  /** Switches the copies on. */
  static void enable(RewriterConfig.Builder rewriting) {
    rewriting.setMemoryOptimization(RewriterConfig.MemOptType.MANUAL);
    // The second gradients of a graph are called gradients_1: a prefix finds all of them.
    rewriting.setMemoryOptimizerTargetNodeNameScope("gradients");
    // A kernel of several operations has no hint.
    rewriting.setRemapping(RewriterConfig.Toggle.OFF);
  }
}
