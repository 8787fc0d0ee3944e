package dev.tenon.training;

import dev.tenon.ir.shape.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the data bring besides the features; programs are made once for each.
 *
 * @param targets the type of the target of each output; null where there is none
 * @param weights the type of the sample weights of each output; null where there are none
 */
record Signature(List<@Nullable TensorType> targets, List<@Nullable TensorType> weights) {
  Signature {
    targets = Collections.unmodifiableList(new ArrayList<>(targets));
    weights = Collections.unmodifiableList(new ArrayList<>(weights));
  }

  /** Returns what a step graph calls the target of an output. */
  static String target(String output) {
    return "target/" + output;
  }

  /** Returns what a step graph calls the sample weights of an output. */
  static String weight(String output) {
    return "sample_weight/" + output;
  }
}
