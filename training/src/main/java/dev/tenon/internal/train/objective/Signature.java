package dev.tenon.internal.train.objective;

import dev.tenon.ir.shape.TensorType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the data bring besides the features; programs are made once for each.
 *
 * @param features the types of the features, where a program is made for their lengths; else empty
 * @param targets the type of the target of each output; null where there is none
 * @param weights the type of the sample weights of each output; null where there are none
 */
public record Signature(
    List<TensorType> features,
    List<@Nullable TensorType> targets,
    List<@Nullable TensorType> weights) {
  public Signature {
    features = List.copyOf(features);
    targets = Collections.unmodifiableList(new ArrayList<>(targets));
    weights = Collections.unmodifiableList(new ArrayList<>(weights));
  }

  /** Returns the same for features of known types. */
  public Signature with(List<TensorType> types) {
    return new Signature(types, targets, weights);
  }

  /** Returns what a step graph calls the target of an output. */
  public static String target(String output) {
    return "target/" + output;
  }

  /** Returns what a step graph calls the sample weights of an output. */
  public static String weight(String output) {
    return "sample_weight/" + output;
  }
}
